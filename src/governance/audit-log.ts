import { mapTexts } from '../exit/redact.ts'
import type { CallObserver } from '../tool-call/call-watch.ts'

/** Writes one line, without its end. Resolves when it is written, or passed on as one that cannot be. */
export type WriteAuditLine = (line: string) => Promise<void>

/** The longest text of a line, in characters: names are shorter, and nothing else is needed. */
const MAX_CHARS = 200

/**
 * Writes a line for each call of a tool that is not read-only, before its answer is sent. A question to a
 * person gets no line: the call that repeats it with the answer gets one.
 */
export function auditLog(write: WriteAuditLine): CallObserver {
  return {
    begin({ tool, tenant, redactor }) {
      if (tool.annotations.readOnlyHint) return undefined
      const time = new Date().toISOString()
      return {
        async ended({ outcome, subject, durationMs }) {
          if (outcome === 'asked') return
          const { actor, runId, maxTotalChargeUsd, usageUsd } = subject
          const entry = {
            time,
            tenant,
            tool: tool.name,
            actor,
            runId,
            maxTotalChargeUsd,
            usageUsd,
            outcome,
            durationMs,
          }
          // A client may put a secret where a name belongs.
          const safe = mapTexts(entry, (text) => redactor.logLine(text).slice(0, MAX_CHARS))
          await write(inAscii(JSON.stringify(safe)))
        },
      }
    },
  }
}

/**
 * Returns JSON in which all that is not ASCII is escaped. Some of it ends a line for other programs, or moves the
 * cursor of a terminal.
 */
function inAscii(json: string): string {
  return json.replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

import type { TelemetryConfig } from '../config/telemetry-flags.ts'
import type { WriteAuditLine } from '../governance/audit-log.ts'
import { callLog, type WriteCallLog } from '../tool-call/call-log.ts'
import type { BegunCall, CallObserver } from '../tool-call/call-watch.ts'
import { closeInTime } from './close-in-time.ts'

/** How long the last lines of the audit log, spans and measurements may take at the end. In milliseconds. */
const FLUSH_MS = 2000

/** The observers of the calls of a server. */
export interface Observation {
  observers: readonly CallObserver[]
  /** Waits for the calls that still go on, and writes and sends the rest. The caller limits how long that may take. */
  close(): Promise<void>
}

export interface ObservationOptions {
  /** How clients reach the server; undefined inside another program. */
  transport: 'pipe' | 'tcp' | undefined
  /** Receives lines for the operator. */
  log(line: string): void
  /** Receives lines of the audit log that cannot be written, whatever the level of the log is. */
  report(line: string): void
  /** Receives messages about calls, if the log shows the level `debug`. */
  debug(call: BegunCall, ...message: Parameters<WriteCallLog>): void
  /** Writes lines of the audit log in another process. Default: in this one. */
  writeAudit?: WriteAuditLine | undefined
}

/** A part of the observation, which may have to be closed. */
interface Part {
  observer: CallObserver
  close?(): Promise<void>
}

/**
 * Loads the observers of calls that the operator wants.
 * @returns undefined if there are none, so that calls take no longer
 * @throws {UsageError} if a variable of OpenTelemetry has a value that cannot be used
 */
export async function createObservation(
  { auditLog, otel, logLevel }: TelemetryConfig,
  options: ObservationOptions,
): Promise<Observation | undefined> {
  const parts = await Promise.all([
    auditLog === undefined ? undefined : openAudit(auditLog, options),
    otel && openTelemetry(otel, options),
    logLevel === 'debug' ? debugLog(options) : undefined,
  ])
  const open = parts.filter((part) => part !== undefined)
  if (open.length === 0) return undefined
  const calls = new Calls()
  return {
    observers: [calls, ...open.map(({ observer }) => observer)],
    async close() {
      await calls.ended()
      await Promise.all(open.map((part) => part.close?.()))
    },
  }
}

/** Ends an observation, if there is one. What is not written and sent in time is lost, and `log` hears of it. */
export async function closeObservation(
  observation: Observation | undefined,
  log: (line: string) => void,
): Promise<void> {
  if (observation) await closeInTime(observation, log, FLUSH_MS)
}

async function openAudit(path: string, { writeAudit, report }: ObservationOptions): Promise<Part> {
  const { auditLog } = await import('../governance/audit-log.ts')
  if (writeAudit) {
    const pending = new Set<Promise<void>>()
    const write = (line: string) => {
      const written = writeAudit(line)
        .catch((error) => report(lostLine(line, error.message)))
        .finally(() => pending.delete(written))
      pending.add(written)
      return written
    }
    return { observer: auditLog(write), close: async () => void (await Promise.all(pending)) }
  }
  const { AuditFile } = await import('../governance/audit-file.ts')
  const file = new AuditFile({ path, onFailure: (line, reason) => report(lostLine(line, reason)) })
  return { observer: auditLog((line) => file.write(line)), close: () => file.close() }
}

/** Returns what the log says in place of the audit log, so that the line is not lost. */
export function lostLine(line: string, reason: string): string {
  return `The audit log cannot be written (${reason}). Its line: ${line}`
}

async function openTelemetry(
  otel: NonNullable<TelemetryConfig['otel']>,
  { transport, log }: ObservationOptions,
): Promise<Part | undefined> {
  if (otel === 'program') {
    const { programTelemetry } = await import('../telemetry/in-program.ts')
    return { observer: programTelemetry() }
  }
  const { startTelemetry } = await import('../telemetry/otel.ts')
  return startTelemetry({ transport, log })
}

function debugLog({ debug }: ObservationOptions): Part {
  const begin = (call: BegunCall) => callLog((level, message) => debug(call, level, message))
  return { observer: { begin } }
}

/** Counts the calls that go on, which the other observers still wait for. */
class Calls implements CallObserver {
  private open = 0
  private whenIdle = () => {}

  begin() {
    this.open++
    return {
      // The others have noted the end in the turns that follow.
      ended: () =>
        void setImmediate(() => {
          this.open--
          if (this.open === 0) this.whenIdle()
        }),
    }
  }

  /** Resolves when no call goes on. */
  async ended(): Promise<void> {
    if (this.open === 0) return
    await new Promise<void>((resolve) => {
      this.whenIdle = resolve
    })
  }
}

import { bytesAsText, redactBytes, redactTexts, redactUpTo } from './redact-stream.ts'
import { compileSecrets, redactLogForms, type SecretForms } from './secret-forms.ts'

/** Removes secrets from what goes to a client, or into the server's log. */
export interface Redactor {
  /** Returns a text without secrets, and without the beginning of one right before a `…`. */
  text(text: string): string
  /** Returns a JSON value without secrets in strings and keys; the same value if there are none. */
  value<T>(value: T): T
  /** Returns whether JSON may hold a secret. A look is enough for most, which need not be walked. */
  suspects(json: string): boolean
  /** Returns a line for the operator without secrets and whatever looks like a credential. */
  logLine(line: string): string
  /** Yields a long text without secrets, as it arrives. */
  texts(pieces: AsyncIterable<string>): AsyncGenerator<string>
  /** Yields a body, in any charset that has ASCII, without secrets, as it arrives. */
  bytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
}

/**
 * Creates a redactor.
 * @param values returns the secrets of the moment: some are known only after the first request
 */
export function createRedactor(values: () => readonly (string | undefined)[]): Redactor {
  let known: readonly string[] = []
  let forms = compileSecrets([])
  let byteForms = forms
  const current = (): SecretForms => {
    const now = values().filter((value) => value !== undefined)
    if (known.length === now.length && now.every((value, i) => value === known[i])) return forms
    known = now
    forms = compileSecrets(now)
    byteForms = compileSecrets(now.map(bytesAsText))
    return forms
  }
  const text = (original: string) => redactText(original, current())
  return {
    text,
    value: (value) => redactValue(value, text),
    suspects: (json) => ESCAPES.test(json) || holdsNeedle(json, current().needles),
    logLine: (line) => redactLogForms(text(line)),
    texts: (pieces) => redactTexts(pieces, current()),
    bytes(chunks) {
      current()
      return redactBytes(chunks, byteForms)
    },
  }
}

/** Escapes by which JSON can write a character that needs none. */
const ESCAPES = /\\(?:u00|\/)/

function holdsNeedle(text: string, needles: readonly string[]): boolean {
  return needles.some((needle) => text.includes(needle))
}

function redactText(text: string, forms: SecretForms): string {
  const whole = redactUpTo(text, text.length, forms).done
  return whole.includes('…') ? forms.redactCuts(whole) : whole
}

function redactValue<T>(value: T, redact: (text: string) => string): T
function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const entries = value.map((entry) => redactValue(entry, redact))
    return entries.every((entry, i) => entry === value[i]) ? value : entries
  }
  let changed = false
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => {
    const redacted: [string, unknown] = [redact(key), redactValue(entry, redact)]
    changed ||= redacted[0] !== key || redacted[1] !== entry
    return redacted
  })
  return changed ? Object.fromEntries(entries) : value
}

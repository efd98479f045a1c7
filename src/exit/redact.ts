import { distinctKeys } from '../budget/distinct-keys.ts'
import { mayHaveSecret } from './find-secrets.ts'
import { maskBytes } from './mask-bytes.ts'
import { bytesAsText, redactBytes, redactTexts, redactUpTo } from './redact-stream.ts'
import { compileSecrets, redactLogForms, type SecretForms } from './secret-forms.ts'

/** With these JSON can spell a character that needs no escape. */
const ESCAPES = ['\\u00', '\\/']

/** Removes secrets from what goes to a client, or into the server's log. */
export interface Redactor {
  /** Returns the secrets of the moment, for a worker that redacts with them itself. */
  secrets(): readonly string[]
  /** Returns a text without secrets, and without the beginning of one right before a `…`. */
  text(text: string): string
  /** Returns a JSON value without secrets in strings and keys; the same value if there are none. */
  value<T>(value: T): T
  /** Returns whether JSON may hold a secret. A look is enough for most, which need not be walked. */
  suspects(json: string): boolean
  /** The same for UTF-8 whose escapes are looked at later. */
  suspectsBytes(json: Buffer): boolean
  /** Returns the length of the longest secret that is known by its value, in any spelling, in characters. */
  longestChars(): number
  /** Returns a line for the operator without secrets and whatever looks like a credential. */
  logLine(line: string): string
  /** Yields a long text without secrets, as it arrives. */
  texts(pieces: AsyncIterable<string>): AsyncGenerator<string>
  /** Yields a body, in any charset that has ASCII, without secrets, as it arrives. */
  bytes(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer>
  /** Returns a file with `*` in the place of secrets, of the same length; the same bytes if there are none. */
  mask(bytes: Buffer): Buffer
}

/**
 * Creates a redactor.
 * @param values the secrets, or a function that returns those of the moment: some are known only after the first request
 */
export function createRedactor(
  values: readonly string[] | (() => readonly (string | undefined)[]),
): Redactor {
  const { secrets, current, currentForBytes } =
    typeof values === 'function' ? compileOnChange(values) : compileOnce(values)
  const text = (original: string) => redactText(original, current())
  return {
    secrets,
    text,
    value: (value) => mapTexts(value, text),
    suspects: (json) => mayHaveSecret(json, current()) || ESCAPES.some((one) => json.includes(one)),
    suspectsBytes: (json) => mayHaveSecret(json, currentForBytes()),
    longestChars: () => current().longestChars,
    logLine: (line) => redactLogForms(text(line)),
    texts: (pieces) => redactTexts(pieces, current()),
    bytes: (chunks) => redactBytes(chunks, currentForBytes()),
    mask: (bytes) => maskBytes(bytes, current(), currentForBytes()),
  }
}

/** Secrets in the forms that texts are searched for. */
interface CompiledSecrets {
  secrets(): readonly string[]
  current(): SecretForms
  /** Returns the forms for bytes that `bytesAsText` has read. */
  currentForBytes(): SecretForms
}

/** Compiles secrets that stay the same. They are not compared with the last ones at each text. */
function compileOnce(secrets: readonly string[]): CompiledSecrets {
  const forms = compileSecrets(secrets)
  const byteForms = compileSecrets(secrets.map(bytesAsText))
  return { secrets: () => secrets, current: () => forms, currentForBytes: () => byteForms }
}

/** Compiles secrets when they are first needed, and again when they have changed. */
function compileOnChange(values: () => readonly (string | undefined)[]): CompiledSecrets {
  let known: readonly string[] = []
  let forms: SecretForms | undefined
  let byteForms: SecretForms | undefined
  const secrets = (): readonly string[] => {
    const now = values().filter((value) => value !== undefined)
    if (known.length === now.length && now.every((value, i) => value === known[i])) return known
    known = now
    forms = undefined
    byteForms = undefined
    return known
  }
  return {
    secrets,
    current() {
      const now = secrets()
      forms ??= compileSecrets(now)
      return forms
    },
    currentForBytes() {
      const now = secrets()
      byteForms ??= compileSecrets(now.map(bytesAsText))
      return byteForms
    },
  }
}

function redactText(text: string, forms: SecretForms): string {
  const whole = redactUpTo(text, text.length, forms).done
  return whole.includes('…') ? forms.redactCuts(whole) : whole
}

/** Returns a JSON value with other strings and keys; the same value if none of them changed. */
export function mapTexts<T>(value: T, map: (text: string) => string): T
export function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const entries = value.map((entry) => mapTexts(entry, map))
    return entries.every((entry, i) => entry === value[i]) ? value : entries
  }
  let changed = false
  const entries = Object.entries(value).map(([key, entry]): [string, unknown] => {
    const mapped: [string, unknown] = [map(key), mapTexts(entry, map)]
    changed ||= mapped[0] !== key || mapped[1] !== entry
    return mapped
  })
  return changed ? Object.fromEntries(distinctKeys(entries)) : value
}

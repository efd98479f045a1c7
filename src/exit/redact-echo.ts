import type { Redactor } from './redact.ts'

/** How often clients may have encoded what an error repeats. */
const MAX_DECODINGS = 3
/** Escapes of printable ASCII, of which tokens consist. */
const ESCAPE = /%([2-7][\da-f])/gi
/** An escape that a cut goes through. */
const CUT_ESCAPE = /%[\da-f]?(?=["'`\\]{0,9}…)/gi

/**
 * Returns a text that repeats what a client sent, without secrets. If it spells one with percent escapes,
 * the decoded text is returned. Only for errors: in data, an escape is part of the data.
 */
export function redactEcho(text: string, redactor: Redactor): string {
  const shown = redactor.text(text)
  let plain = text
  for (let left = MAX_DECODINGS; left > 0; left--) {
    const decoded = plain.replace(ESCAPE, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (decoded === plain) return shown
    plain = decoded
    const whole = plain.replace(CUT_ESCAPE, '')
    const safe = redactor.text(whole)
    if (safe !== whole) return safe
  }
  return shown
}

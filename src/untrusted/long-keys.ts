/** What is shown of a key that is cut. */
const SHOWN_KEY_CHARS = 100

/**
 * Returns how many characters of a key are kept. Longer keys are cut.
 * @param overlap characters at the end of what is kept that are not shown, as a secret there may be cut in two
 */
export function keptKeyChars(overlap: number): number {
  return SHOWN_KEY_CHARS + overlap
}

/**
 * Returns a key as it is kept: a long one is its first `keptChars` characters and the length of all of it,
 * so that it differs from any key that is not cut.
 */
export function keptKey(name: string, length: number, keptChars: number): string {
  return length <= keptChars ? name : `${name.slice(0, keptChars)}${length}`
}

/** Returns a key as it is shown, without secrets. Keys that differ may be shown alike. */
export function shownKey(kept: string, redact: (text: string) => string, overlap: number): string {
  const keptChars = keptKeyChars(overlap)
  if (kept.length <= keptChars) return redact(kept)
  const name = redact(kept.slice(0, keptChars))
  const shown = name.slice(0, Math.max(0, Math.min(SHOWN_KEY_CHARS, name.length - overlap)))
  return `${shown}… [+${Number(kept.slice(keptChars)) - shown.length} chars]`
}

/** Longer keys are cut. */
export const MAX_KEY_CHARS = 250
/** What is shown of a longer key. The rest is kept so that a secret in it is known as one. */
const SHOWN_KEY_CHARS = 100

/** Returns a key as it is kept: a long one, which no other is equal to, with what is missing. */
export function keptKey(name: string, length: number): string {
  return name.length === length ? name : `${name}… [+${length - SHOWN_KEY_CHARS} chars]`
}

/** Returns a key as it is shown, without secrets. */
export function shownKey(kept: string, redact: (text: string) => string): string {
  if (kept.length <= MAX_KEY_CHARS) return redact(kept)
  const name = redact(kept.slice(0, MAX_KEY_CHARS))
  return name.slice(0, SHOWN_KEY_CHARS) + kept.slice(MAX_KEY_CHARS)
}

/** What an error quotes of one text, in characters. */
const MAX_QUOTED_CHARS = 200
/** Keys that an error names. */
const MAX_NAMED_KEYS = 10

/** Returns a text, or its first characters and `…` if it is longer. No character is cut in two. */
export function shorten(text: string, maxChars = MAX_QUOTED_CHARS): string {
  if (text.length <= maxChars) return text
  const last = text.charCodeAt(maxChars - 1)
  const splitsPair = last >= 0xd800 && last < 0xdc00
  return `${text.slice(0, splitsPair ? maxChars - 1 : maxChars)}…`
}

/** Returns a text that somebody sent as a sentence quotes it: in double quotes, on one line, cut. */
export function quoted(text: string, maxChars?: number): string {
  return JSON.stringify(shorten(text, maxChars))
}

/** What would end a line or the backticks around a name. */
const ENDINGS = /[\p{Cc}\u2028\u2029`]+/gu

/** Returns a name that somebody sent as a sentence shows it: in backticks, on one line, cut. */
export function quotedName(name: string, maxChars = 60): string {
  return `\`${shorten(name, maxChars).replace(ENDINGS, ' ')}\``
}

/**
 * Returns the first keys, each as `show` writes it, and how many are left.
 * @param keys all of them, or the first ones
 * @param count how many there are
 */
export function namedKeys(
  keys: readonly string[],
  show: (key: string) => string,
  count = keys.length,
): string {
  const shown = keys.slice(0, MAX_NAMED_KEYS).map(show).join(', ')
  const rest = count - MAX_NAMED_KEYS
  return rest > 0 ? `${shown} and ${rest} more` : shown
}

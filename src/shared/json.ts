/**
 * Parses JSON, and returns integers beyond 2^53 as strings. Every other value is as JSON.parse
 * returns it.
 *
 * Identifiers of 17 and more digits are common in scraped rows, and a rounded identifier is wrong.
 *
 * @throws {SyntaxError} if the text is not JSON
 */
export function parseJson(text: string): unknown {
  return JSON.parse(mayHaveUnsafeNumber(text) ? quoteUnsafeNumbers(text) : text)
}

/** How a number begins that a double may not hold: with many digits, or with an exponent. */
const UNSAFE_NUMBER = /(?<=^|[\s:[,])-?(?:\d{16}|\d[\d.]*[eE]\+?\d{2})/
const UNSAFE_NUMBERS = new RegExp(UNSAFE_NUMBER, 'g')
/** What each such number has. Together they are found in an eighth of the time, since they look at nothing before. */
const MANY_DIGITS = /\d{16}/
const LARGE_EXPONENT = /[\d.][eE]\+?\d{2}/

/** Returns whether JSON may have a number that a double cannot hold. A look is enough for most. */
export function mayHaveUnsafeNumber(text: string): boolean {
  return (MANY_DIGITS.test(text) || LARGE_EXPONENT.test(text)) && UNSAFE_NUMBER.test(text)
}

/** Returns what `parseJson` returns; undefined if the text is not JSON. */
export function decodeJson(text: string): unknown {
  try {
    return parseJson(text)
  } catch {
    return undefined
  }
}

/**
 * Returns JSON in which numbers that a double cannot hold are strings. What is a string already stays.
 * @param mark what those strings begin with, to tell them from others
 */
export function quoteUnsafeNumbers(text: string, mark = ''): string {
  const parts: string[] = []
  let copied = 0
  // Behind the last string that has been passed, and where the next one begins.
  let outside = 0
  let quote = text.indexOf('"')
  for (const { index } of text.matchAll(UNSAFE_NUMBERS)) {
    while (quote !== -1 && quote < index) {
      outside = closingQuote(text, quote + 1)
      quote = text.indexOf('"', outside)
    }
    if (index < outside) continue
    NUMBER.lastIndex = index
    const token = NUMBER.exec(text)?.[0]
    if (token === undefined || isExactNumber(token)) continue
    parts.push(text.slice(copied, index), `"${mark}${token}"`)
    copied = index + token.length
  }
  return parts.length === 0 ? text : `${parts.join('')}${text.slice(copied)}`
}

/**
 * A number of JSON, where it begins. What JSON.parse refuses is none, or it would become a string, which is
 * valid: a number with a zero before it, or one in the place of a key.
 */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\d|\s*:)/y

/** Returns whether a double can hold a number of JSON, with all digits of an integer. */
export function isExactNumber(token: string): boolean {
  const value = Number(token)
  if (!Number.isFinite(value)) return false
  return Number.isSafeInteger(value) || !/^-?\d+$/.test(token)
}

/** Returns the index after the quote that closes the string whose content begins at `from`. */
export function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at !== -1; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === 92) slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return text.length
}

/** Line ends to some readers, such as `readline` of Node 24 and `splitlines` of Python. */
const LINE_ENDS = ['\u0085', '\u2028', '\u2029']

/** Returns a value as one line of JSON. Characters that some readers take for line ends are escaped. */
export function jsonLine(value: object): string {
  let json = JSON.stringify(value)
  // Most have none, which a look tells faster than a regular expression.
  for (const end of LINE_ENDS) if (json.includes(end)) json = json.replaceAll(end, escapeOf(end))
  return `${json}\n`
}

/** Returns a character of the first 65,536 as JSON escapes it. */
export function escapeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Returns whether a value is a JSON object: not an array, not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What XML cannot hold, not even escaped: control characters, lone surrogates, non-characters. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const START = 'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF'
const INSIDE = `\\-.0-9\\u00B7\\u0300-\\u036F${START}`

/** Without colons: they would need a namespace that nobody declared. */
const NAME = new RegExp(`^[${START}][${INSIDE}]*$`, 'u')
const NOT_IN_NAME = new RegExp(`[^${INSIDE}]`, 'gu')

/** A carriage return would be read as a line feed, were it not written as a reference. */
const REFERENCES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#13;'],
])

/** Text for XML and HTML; what they cannot hold becomes U+FFFD. */
export function escapeText(text: string): string {
  return legalText(text).replace(/[&<>"\r]/g, (char) => REFERENCES.get(char) ?? char)
}

/** The value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/[\t\n]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Text in which what XML cannot hold is replaced by U+FFFD. */
export function legalText(text: string): string {
  return text.replace(ILLEGAL, '\uFFFD')
}

export function isXmlName(text: string): boolean {
  return NAME.test(text)
}

/** The nearest name that an element can have: `first name` becomes `first_name`. */
export function toXmlName(text: string): string {
  const name = text.replace(NOT_IN_NAME, '_')
  return isXmlName(name) ? name : `_${name}`
}

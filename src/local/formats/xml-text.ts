/** Not allowed in XML, even escaped: control characters, lone surrogates, non-characters. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const START = 'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF'
const INSIDE = `\\-.0-9\\u00B7\\u0300-\\u036F${START}`

/** Without colons: they would need a declared namespace. */
const NAME = new RegExp(`^[${START}][${INSIDE}]*$`, 'u')
const NOT_IN_NAME = new RegExp(`[^${INSIDE}]`, 'gu')

/** A carriage return is written as a reference, as readers turn a plain one into a line feed. */
const REFERENCES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#13;'],
])

/** Escapes a text for XML and HTML. Characters that they do not allow become U+FFFD. */
export function escapeText(text: string): string {
  return legalText(text).replace(/[&<>"\r]/g, (char) => REFERENCES.get(char) ?? char)
}

/** Escapes the value of an attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/[\t\n]/g, (char) => `&#${char.charCodeAt(0)};`)
}

/** Replaces the characters that XML does not allow by U+FFFD. */
export function legalText(text: string): string {
  return text.replace(ILLEGAL, '\uFFFD')
}

/** Tells whether a text can be the name of an element. */
export function isXmlName(text: string): boolean {
  return NAME.test(text)
}

/** Turns a text into the name of an element: `first name` becomes `first_name`. */
export function toXmlName(text: string): string {
  const name = text.replace(NOT_IN_NAME, '_')
  return isXmlName(name) ? name : `_${name}`
}

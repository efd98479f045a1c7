/** Not allowed in XML, even escaped: control characters, lone surrogates, non-characters. */
const ILLEGAL = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
/** What no name of an element has: XML knows fewer letters than Unicode. */
const NOT_IN_NAME = /[^\p{L}\p{Nd}_.-]|[ªµº]/gu

/** A carriage return is written as a reference, since readers turn a plain one into a line feed. */
const REFERENCES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ['\r', '&#13;'],
])

/** Escapes a text for XML and HTML. Characters that they do not allow become U+FFFD. */
export function xmlText(text: string): string {
  return text
    .replace(ILLEGAL, '\uFFFD')
    .replace(/[&<>"\r]/g, (sign) => REFERENCES.get(sign) ?? sign)
}

/** Turns a text into the name of an element: `first name` becomes `first_name`. */
export function xmlName(text: string): string {
  const name = text.replace(NOT_IN_NAME, '_')
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`
}

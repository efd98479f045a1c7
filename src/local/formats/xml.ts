import { isItem } from '../storage/item-log/item.ts'
import { type Format, type FormatOptions, itemsOf, type Listing } from './listing.ts'
import { escapeAttribute, escapeText, toXmlName } from './xml-text.ts'

/** An element for each item. Values follow the API's "XML format extension". */
export const xml: Format = {
  contentType: 'application/xml; charset=utf-8',
  extension: 'xml',
  encode: write,
}

/** The first line of every XML document. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

async function* write(listing: Listing, { xmlRoot, xmlRow }: FormatOptions) {
  yield `${XML_DECLARATION}<${xmlRoot}>\n`
  for await (const items of itemsOf(listing)) {
    yield items.map((item) => `${element(xmlRow, item)}\n`).join('')
  }
  yield `</${xmlRoot}>\n`
}

/**
 * Writes a value as an element. An array becomes an element for each of its parts. The field `@` of
 * an object becomes its attributes, and `#` its text if there are no other fields.
 * @param name a valid name of an element
 */
export function element(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((part) => element(name, part)).join('')
  const { attributes, content } = isItem(value)
    ? inside(value)
    : { attributes: '', content: textOf(value) }
  const start = `<${name}${attributes}`
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`
}

function inside(item: Record<string, unknown>) {
  const { '@': group, '#': text, ...fields } = item
  const entries = Object.entries(fields)
  if (!isItem(group) && group !== undefined) entries.unshift(['@', group])
  const children = entries.map(([field, part]) => element(toXmlName(field), part)).join('')
  return {
    attributes: isItem(group) ? attributesOf(group) : '',
    content: entries.length === 0 ? textOf(text) : children,
  }
}

/**
 * Writes attributes. Of names that become the same the last stays, as XML allows a name only once.
 */
function attributesOf(group: Record<string, unknown>): string {
  const unique = new Map(
    Object.entries(group).map(([name, value]) => [toXmlName(name), textOf(value, escapeAttribute)]),
  )
  return [...unique].map(([name, text]) => ` ${name}="${text}"`).join('')
}

function textOf(value: unknown, toText = escapeText): string {
  if (value === null || value === undefined) return ''
  return toText(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

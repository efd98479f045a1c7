import { isItem } from '../storage/item-log/item.ts'
import { type Format, type FormatOptions, itemsOf, type Listing } from './listing.ts'
import { escapeAttribute, escapeText, toXmlName } from './xml-text.ts'

/** An element an item; the rules for values are those of the API's "XML format extension". */
export const xml: Format = {
  contentType: 'application/xml; charset=utf-8',
  extension: 'xml',
  encode: write,
}

/** The first line of every XML document here. */
export const XML_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'

async function* write(listing: Listing, { xmlRoot, xmlRow }: FormatOptions) {
  yield `${XML_DECLARATION}<${xmlRoot}>\n`
  for await (const items of itemsOf(listing)) {
    yield items.map((item) => `${element(xmlRow, item)}\n`).join('')
  }
  yield `</${xmlRoot}>\n`
}

/**
 * A value as an element of a proper name. An array becomes an element for each of its parts, the
 * parts of the field `@` of an object become attributes, and `#` is its text if it has no others.
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

/** Two names may become the same; an element with both would be no XML. */
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

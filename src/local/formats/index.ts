import { invalidValue } from '../api-error.ts'
import type { Query } from '../http/query.ts'
import { csv } from './csv.ts'
import { html } from './html.ts'
import { json, jsonl } from './json.ts'
import type { Format, FormatOptions, Listing, Parts } from './listing.ts'
import { rss } from './rss.ts'
import { xlsx } from './xlsx.ts'
import { xml } from './xml.ts'
import { isXmlName } from './xml-text.ts'

export type { Format, FormatOptions, Listing } from './listing.ts'

const FORMATS = new Map<string, Format>(
  Object.entries({ json, jsonl, csv, html, xlsx, xml, rss }).map(([name, format]) => [
    name,
    format,
  ]),
)

/** @throws {ApiError} 400 `invalid-value` for an unknown format */
export function formatNamed(name: string): Format {
  const format = FORMATS.get(name)
  if (format) return format
  const known = [...FORMATS.keys()].join(', ')
  throw invalidValue(`The format "${name.slice(0, 50)}" does not exist. Use one of ${known}.`)
}

/** @throws {ApiError} 400 `invalid-value` for a delimiter or an element name that cannot be one */
export function readFormatOptions(query: Query): FormatOptions {
  const delimiter = query.text('delimiter') || ','
  if (!/^[^"\r\n]$/u.test(delimiter)) {
    const example = 'such as ";" (%3B in a URL) or a tab (%09)'
    throw invalidValue(`The query parameter "delimiter" must be one character, ${example}.`)
  }
  const elementName = (name: 'xmlRoot' | 'xmlRow', fallback: string) => {
    const given = query.text(name) || fallback
    if (isXmlName(given)) return given
    throw invalidValue(
      `The query parameter "${name}" must be an XML name: letters, digits, "-", "_" and ".".`,
    )
  }
  return {
    delimiter,
    skipHeaderRow: query.flag('skipHeaderRow'),
    bom: query.text('bom') ? query.flag('bom') : undefined,
    xmlRoot: elementName('xmlRoot', 'items'),
    xmlRow: elementName('xmlRow', 'item'),
    feedTitle: query.text('feedTitle'),
    feedDescription: query.text('feedDescription'),
  }
}

/** The body of an answer. Reading for it begins here, so that a refusal is still an answer. */
export async function encode(
  format: Format,
  listing: Listing,
  options: FormatOptions,
): Promise<Parts> {
  const parts = await format.encode(listing, options)
  const isText = format !== xlsx
  return isText && (options.bom ?? format.hasBom) ? withBom(parts) : parts
}

async function* withBom(parts: Parts): Parts {
  yield '\uFEFF'
  yield* parts
}

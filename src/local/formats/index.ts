import { invalidValue } from '../api-error.ts'
import { csv } from './csv.ts'
import { html } from './html.ts'
import { json, jsonl } from './json.ts'
import type { Format, FormatOptions, Listing, Parts } from './listing.ts'
import { rss } from './rss.ts'
import { xlsx } from './xlsx.ts'
import { xml } from './xml.ts'

const FORMATS = new Map<string, Format>(
  Object.entries({ json, jsonl, csv, html, xlsx, xml, rss }).map(([name, format]) => [
    name,
    format,
  ]),
)

/**
 * Returns a format by its name.
 * @throws {ApiError} 400 `invalid-value` for an unknown format
 */
export function formatNamed(name: string): Format {
  const format = FORMATS.get(name)
  if (format) return format
  const known = [...FORMATS.keys()].join(', ')
  throw invalidValue(`The format "${name.slice(0, 50)}" is not supported. Use one of ${known}.`)
}

/**
 * Writes a listing in a format, byte order mark included.
 * @returns once the format has accepted the items, so that an error can still be answered
 */
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

import { invalidValue } from '../../api-error.ts'
import type { FormatOptions } from '../../formats/listing.ts'
import { isXmlName } from '../../formats/xml-text.ts'
import type { Query } from '../../http/query.ts'

/**
 * Reads the options of a format from the query.
 * @throws {ApiError} 400 `invalid-value` for a bad delimiter or element name
 */
export function readFormatOptions(query: Query): FormatOptions {
  return {
    delimiter: readDelimiter(query),
    skipHeaderRow: query.flag('skipHeaderRow'),
    bom: query.text('bom') ? query.flag('bom') : undefined,
    xmlRoot: readElementName(query, 'xmlRoot') ?? 'items',
    xmlRow: readElementName(query, 'xmlRow') ?? 'item',
    feedTitle: query.text('feedTitle'),
    feedDescription: query.text('feedDescription'),
  }
}

function readDelimiter(query: Query): string {
  const delimiter = query.text('delimiter') || ','
  if (/^[^"\r\n]$/u.test(delimiter)) return delimiter
  const example = 'such as ";" (%3B in a URL) or a tab (%09)'
  throw invalidValue(`The query parameter "delimiter" must be one character, ${example}.`)
}

function readElementName(query: Query, name: 'xmlRoot' | 'xmlRow'): string | undefined {
  const given = query.text(name)
  if (!given) return undefined
  if (isXmlName(given)) return given
  throw invalidValue(
    `The query parameter "${name}" must be an XML name: letters, digits, "-", "_" and ".".`,
  )
}

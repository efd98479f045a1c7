import { getCustomErrorMessage, m } from '@apify/input_schema'
import { isItem } from '../storage/item-log/item.ts'
import type { InputPatterns, Matcher } from './input-patterns.ts'

type Fields = Record<string, Record<string, unknown>>
type Keyword = 'patternKey' | 'patternValue'

/** What a message says after the name of the field. */
interface Misfits {
  message: string
  places: Record<string, string>
}

/**
 * Returns the fields without the patterns of keys and values, which Apify's checker would run in
 * JavaScript's engine.
 */
export function withoutPatterns(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { patternKey: _, patternValue: __, ...rest }]) => [
      name,
      rest,
    ]),
  )
}

/** Checks keys and values of an input by `patternKey` and `patternValue`, with Apify's messages. */
export function checkKeysAndValues(
  fields: Fields,
  input: Record<string, unknown>,
  patterns: InputPatterns,
): string[] {
  return Object.entries(fields).flatMap(([fieldKey, field]) =>
    (['patternKey', 'patternValue'] as const).flatMap((keyword) => {
      const pattern = field[keyword]
      if (typeof pattern !== 'string' || pattern === '') return []
      const found = findMisfits(keyword, field, input[fieldKey], patterns.compile(pattern))
      if (!found) return []
      const custom = getCustomErrorMessage(
        { properties: fields },
        `properties/${fieldKey}/${keyword}`,
      )
      const words = { rootName: 'input', fieldKey, pattern, ...found.places }
      return [custom ?? m(`inputSchema.validation.${found.message}`, words)]
    }),
  )
}

function findMisfits(
  keyword: Keyword,
  { type, editor }: Record<string, unknown>,
  value: unknown,
  pattern: Matcher,
): Misfits | undefined {
  const isKey = keyword === 'patternKey'
  if (type === 'object' && isItem(value)) {
    const entries = Object.entries(value)
    const wrong = entries.filter(([key, part]) =>
      isKey ? !pattern.test(key) : typeof part !== 'string' || !pattern.test(part),
    )
    const message = isKey ? 'objectKeysInvalid' : 'objectValuesInvalid'
    return misfits(
      message,
      'invalidKeys',
      wrong.map(([key]) => key),
    )
  }
  if (type !== 'array' || !Array.isArray(value)) return undefined
  const texts = textsOf(keyword, editor, value)
  const wrong = texts.flatMap((text, i) => (pattern.test(String(text)) ? [] : [String(i)]))
  return misfits(isKey ? 'arrayKeysInvalid' : 'arrayValuesInvalid', 'invalidIndexes', wrong)
}

/** Returns what is compared in a list: its entries, or their keys or values. */
function textsOf(keyword: Keyword, editor: unknown, entries: unknown[]): unknown[] {
  if (editor === 'stringList' && keyword === 'patternValue') return entries
  if (editor !== 'keyValue') return []
  const part = keyword === 'patternKey' ? 'key' : 'value'
  return entries.map((entry) => (isItem(entry) ? entry[part] : undefined))
}

function misfits(message: string, place: string, wrong: string[]): Misfits | undefined {
  return wrong.length === 0 ? undefined : { message, places: { [place]: wrong.join(',') } }
}

import { invalidValue } from '../http/errors.ts'

/** One way to write a listing of items. */
export interface Format {
  contentType: string
  /** Turns blocks of JSON texts, one text an item, into the parts of the body. */
  encode(blocks: AsyncIterable<string[]>): AsyncIterable<string>
}

/** The formats that are written already; the others join here, one entry each. */
const FORMATS = new Map<string, Format>([
  ['json', { contentType: 'application/json; charset=utf-8', encode: encodeJson }],
  ['jsonl', { contentType: 'application/jsonl; charset=utf-8', encode: encodeJsonl }],
])

/** @throws {ApiError} 400 `invalid-value` for a format that is unknown or not written yet */
export function formatNamed(name: string): Format {
  const format = FORMATS.get(name)
  if (format) return format
  const known = [...FORMATS.keys()].join(' or ')
  throw invalidValue(`The format "${name.slice(0, 50)}" is not supported here. Use ${known}.`)
}

async function* encodeJson(blocks: AsyncIterable<string[]>) {
  let separator = '['
  for await (const block of blocks) {
    if (block.length === 0) continue
    yield separator + block.join(',\n')
    separator = ',\n'
  }
  yield separator === '[' ? '[]' : ']'
}

async function* encodeJsonl(blocks: AsyncIterable<string[]>) {
  for await (const block of blocks) yield block.map((text) => `${text}\n`).join('')
}

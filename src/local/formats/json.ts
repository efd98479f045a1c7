import type { Format } from './listing.ts'

/** An array with one item on each line. */
export const json: Format = {
  contentType: 'application/json; charset=utf-8',
  extension: 'json',
  async *encode(listing) {
    let separator = '['
    for await (const block of listing.texts()) {
      if (block.length === 0) continue
      yield separator + block.join(',\n')
      separator = ',\n'
    }
    yield separator === '[' ? '[]' : ']'
  },
}

/** One item on each line. */
export const jsonl: Format = {
  contentType: 'application/jsonl; charset=utf-8',
  extension: 'jsonl',
  async *encode(listing) {
    for await (const block of listing.texts()) yield block.map((text) => `${text}\n`).join('')
  },
}

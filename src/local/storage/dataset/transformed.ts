import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Item } from '../item-log/item.ts'
import { type Transforms, transform } from './transforms.ts'

/** A block ends after so many items, built or left out, or so many characters of JSON. */
const ITEMS_PER_BLOCK = 1000
const CHARS_PER_BLOCK = 256 * 1024

/**
 * Transforms the JSON texts of stored items, and yields those of the results in blocks. Other requests
 * are answered between blocks. Ends early if the signal fires.
 */
export async function* transformed(
  blocks: AsyncIterable<string[]>,
  transforms: Transforms,
  signal: AbortSignal,
): AsyncGenerator<string[]> {
  for await (const block of blocks) {
    for (const texts of inBlocks(itemsOf(block, transforms))) {
      if (texts.length > 0) yield texts
      await nextTurn()
      if (signal.aborted) return
    }
  }
}

/** Groups items, which are undefined if they were left out, into blocks of their JSON texts. */
function* inBlocks(items: Iterable<Item | undefined>): Generator<string[]> {
  let texts: string[] = []
  let seen = 0
  let chars = 0
  for (const item of items) {
    const text = item && JSON.stringify(item)
    if (text !== undefined) texts.push(text)
    seen += 1
    chars += text?.length ?? 0
    if (seen < ITEMS_PER_BLOCK && chars < CHARS_PER_BLOCK) continue
    yield texts
    texts = []
    seen = 0
    chars = 0
  }
  yield texts
}

function* itemsOf(texts: string[], transforms: Transforms) {
  for (const text of texts) yield* transform(JSON.parse(text), transforms)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import { exactJson, parseExactly } from '../../exact-integers.ts'
import type { Item } from '../item-log/item.ts'
import { type Transforms, transform } from './transforms.ts'
import type { Skip } from './unwind.ts'

/** A block ends after so many items, built or left out, or so many characters of JSON. */
const ITEMS_PER_BLOCK = 1000
const CHARS_PER_BLOCK = 256 * 1024

/** Which of the results are wanted. They are counted, not the stored items that they come from. */
export interface RowWindow {
  skip: number
  limit: number
}

const ALL_ROWS: RowWindow = { skip: 0, limit: Number.POSITIVE_INFINITY }

/**
 * Transforms the JSON texts of stored items, and yields those of the results in blocks. Other requests
 * are answered between blocks. Ends early if the signal fires.
 */
export async function* transformed(
  blocks: AsyncIterable<string[]>,
  transforms: Transforms,
  signal: AbortSignal,
  { skip, limit }: RowWindow = ALL_ROWS,
): AsyncGenerator<string[]> {
  const skipped = { left: skip }
  let missing = limit
  if (missing === 0) return
  for await (const block of blocks) {
    for (const found of inBlocks(itemsOf(block, transforms, skipped))) {
      const texts = found.slice(0, missing)
      if (texts.length > 0) yield texts
      missing -= texts.length
      await nextTurn()
      if (missing === 0 || signal.aborted) return
    }
  }
}

/**
 * Finds where reading begins if the first results are not wanted. Builds as few of them as it can.
 * @returns how many stored items come before, how many results of the next one are to be skipped, and
 *   how many results all that is: fewer than asked for if there are no more
 */
export async function findRow(
  blocks: AsyncIterable<string[]>,
  transforms: Transforms,
  signal: AbortSignal,
  row: number,
): Promise<{ items: number; skip: number; skipped: number }> {
  const skip = { left: row }
  let items = 0
  for await (const block of blocks) {
    for (const text of block) {
      const { left } = skip
      const results = transform(JSON.parse(text), transforms, skip)
      if (await hasResult(results, signal)) return { items, skip: left, skipped: row }
      items += 1
    }
    await nextTurn()
  }
  return { items, skip: skip.left, skipped: row - skip.left }
}

/** Tells whether there is a result that is not left out or skipped; or the signal has fired. */
async function hasResult(results: Iterable<Item | undefined>, signal: AbortSignal) {
  let seen = 0
  for (const item of results) {
    if (item || signal.aborted) return true
    seen += 1
    if (seen % ITEMS_PER_BLOCK === 0) await nextTurn()
  }
  return signal.aborted
}

/** Groups items, which are undefined if they were left out, into blocks of their JSON texts. */
function* inBlocks(items: Iterable<Item | undefined>): Generator<string[]> {
  let texts: string[] = []
  let seen = 0
  let chars = 0
  for (const item of items) {
    const text = item && exactJson(item)
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

function* itemsOf(texts: string[], transforms: Transforms, skip: Skip) {
  for (const text of texts) yield* transform(parseExactly(text), transforms, skip)
}

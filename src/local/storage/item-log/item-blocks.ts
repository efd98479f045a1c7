import type { FileHandle } from 'node:fs/promises'
import { readEntries } from './item-index.ts'

const ROWS_PER_READ = 1024

/** Rows are read together up to this many bytes; a larger row is read alone. */
const BYTES_PER_READ = 256 * 1024

/** Yields the parts of a range to read at a time, in reading order. */
export function* chunks(from: number, to: number, desc: boolean): Generator<[number, number]> {
  if (!desc) {
    for (let at = from; at < to; at += ROWS_PER_READ) yield [at, Math.min(at + ROWS_PER_READ, to)]
  } else {
    for (let at = to; at > from; at -= ROWS_PER_READ) yield [Math.max(at - ROWS_PER_READ, from), at]
  }
}

/** Returns the offsets between rows: where the first row starts, and where each row ends. */
export async function readEnds(index: FileHandle, from: number, to: number): Promise<number[]> {
  const entries = await readEntries(index, Math.max(from - 1, 0), to)
  const ends = entries.map(({ end }) => end)
  return from === 0 ? [0, ...ends] : ends
}

/** Groups neighbouring rows into blocks to read at once. A block is again a list of offsets. */
export function toBlocks(ends: number[]): number[][] {
  const blocks: number[][] = []
  let block: number[] = []
  for (const end of ends) {
    const [start = end] = block
    block.push(end)
    if (block.length > 1 && end - start >= BYTES_PER_READ) {
      blocks.push(block)
      block = [end]
    }
  }
  if (block.length > 1) blocks.push(block)
  return blocks
}

/** Reads the texts of the rows in a block. */
export async function readBlock(items: FileHandle, block: number[]): Promise<string[]> {
  const [start = 0, ...ends] = block
  const size = (ends.at(-1) ?? start) - start
  const bytes = Buffer.alloc(size)
  const { bytesRead } = await items.read(bytes, 0, size, start)
  if (bytesRead < size) throw new Error('The file of items is shorter than its index.')
  return ends.map((end, i) => bytes.toString('utf8', (block[i] ?? start) - start, end - 1 - start))
}

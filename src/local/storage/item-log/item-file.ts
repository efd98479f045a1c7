import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { batches } from '../../batches.ts'
import { syncFolder } from '../../files.ts'
import { chunks, readBlock, readEnds, toBlocks } from './item-blocks.ts'
import { ENTRY_BYTES, encodeEntries, type IndexEntry, type IndexSummary } from './item-index.ts'
import { repair, withFiles } from './item-repair.ts'
import type { Row } from './row.ts'

/** Rows of a large push are written this many at a time, so that it keeps nobody waiting. */
const ROWS_PER_WRITE = 10_000

/** The rows `from` (included) to `to` (excluded), counted from the oldest. `desc`: newest first. */
export interface RowRange {
  from: number
  to: number
  desc: boolean
}

/**
 * A growing file of JSON lines with an index of offsets. Memory use does not depend on its length.
 */
export class ItemFile {
  private queued: Row[] = []
  private next: Promise<void> | undefined
  private current: Promise<void> = Promise.resolve()

  private constructor(
    private readonly itemsPath: string,
    private readonly indexPath: string,
    private summary: IndexSummary,
  ) {}

  /** Opens the file of a folder. Drops a torn last line, and indexes lines that the index lacks. */
  static async open(folder: string): Promise<ItemFile> {
    const itemsPath = join(folder, 'items.jsonl')
    const indexPath = join(folder, 'items.index')
    const summary = await withFiles(itemsPath, indexPath, repair)
    return new ItemFile(itemsPath, indexPath, summary)
  }

  get count(): number {
    return this.summary.count
  }

  get cleanCount(): number {
    return this.summary.cleanCount
  }

  /** The size in bytes. */
  get size(): number {
    return this.summary.end
  }

  /** Appends rows. Resolves once they are on the disk. Concurrent calls share one flush. */
  append(rows: Row[]): Promise<void> {
    for (const row of rows) this.queued.push(row)
    this.next ??= this.settle().then(() => {
      this.current = this.flush(this.queued)
      this.queued = []
      this.next = undefined
      return this.current
    })
    return this.next
  }

  /** Waits for pending writes. Never rejects: only `append` reports a failure. */
  async settle(): Promise<void> {
    await (this.next ?? this.current).catch(() => {})
  }

  /** Yields the texts of the rows of a range, in blocks. */
  async *read({ from, to, desc }: RowRange): AsyncGenerator<string[]> {
    if (to <= from) return
    const items = await open(this.itemsPath)
    const index = await open(this.indexPath).catch(async (error) => {
      await items.close()
      throw error
    })
    try {
      for (const [start, end] of chunks(from, to, desc)) {
        const blocks = toBlocks(await readEnds(index, start, end))
        for (const block of desc ? blocks.toReversed() : blocks) {
          const rows = await readBlock(items, block)
          yield desc ? rows.reverse() : rows
        }
      }
    } finally {
      await Promise.all([items.close(), index.close()])
    }
  }

  private async flush(rows: Row[]): Promise<void> {
    const { count, end } = this.summary
    const after = { ...this.summary }
    await withFiles(this.itemsPath, this.indexPath, async (items, index) => {
      try {
        const entries: Buffer[] = []
        for (const batch of batches(rows, ROWS_PER_WRITE)) {
          const lines = Buffer.from(batch.map(({ text }) => `${text}\n`).join(''))
          await items.write(lines, 0, undefined, after.end)
          entries.push(encodeEntries(batch.map((row) => entryAfter(after, row))))
        }
        await items.datasync()
        await index.write(Buffer.concat(entries), 0, undefined, count * ENTRY_BYTES)
      } catch (error) {
        // Whole lines of a failed write would otherwise come back as rows after a restart.
        await items.truncate(end)
        throw error
      }
    })
    if (count === 0) await syncFolder(dirname(this.itemsPath))
    this.summary = after
  }
}

/** Counts a row that was written, and returns its entry in the index. */
function entryAfter(summary: IndexSummary, { text, isClean }: Row): IndexEntry {
  summary.count++
  summary.cleanCount += isClean ? 1 : 0
  summary.end += Buffer.byteLength(text) + 1
  return { end: summary.end, isClean }
}

import { open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { syncFolder } from '../../files.ts'
import { chunks, readBlock, readEnds, toBlocks } from './item-blocks.ts'
import { ENTRY_BYTES, encodeEntries, type IndexEntry, type IndexSummary } from './item-index.ts'
import { repair, withFiles } from './item-repair.ts'
import type { Row } from './row.ts'

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
    const { count, cleanCount, end } = this.summary
    const entries: IndexEntry[] = []
    const lines: Buffer[] = []
    const after = { count: count + rows.length, cleanCount, end }
    for (const { text, isClean } of rows) {
      const line = Buffer.from(`${text}\n`)
      lines.push(line)
      after.end += line.length
      after.cleanCount += isClean ? 1 : 0
      entries.push({ end: after.end, isClean })
    }
    await withFiles(this.itemsPath, this.indexPath, async (items, index) => {
      try {
        await items.write(Buffer.concat(lines), 0, undefined, end)
        await items.datasync()
        await index.write(encodeEntries(entries), 0, undefined, count * ENTRY_BYTES)
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

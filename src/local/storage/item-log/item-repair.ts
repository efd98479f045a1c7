import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { isCleanItem } from './item.ts'
import {
  ENTRY_BYTES,
  encodeEntries,
  type IndexEntry,
  type IndexSummary,
  summarize,
} from './item-index.ts'

const NEWLINE = 0x0a

/** Makes items and index agree after a crash: drops a torn last line and indexes the others. */
export async function repair(items: FileHandle, index: FileHandle): Promise<IndexSummary> {
  const { size } = await items.stat()
  const summary = await summarize(index, size)
  if (summary.end < size) await indexLines(items, index, summary)
  await items.truncate(summary.end)
  await index.truncate(summary.count * ENTRY_BYTES)
  return summary
}

/** Opens both files while `use` runs. Creates them if they are missing. */
export async function withFiles<T>(
  itemsPath: string,
  indexPath: string,
  use: (items: FileHandle, index: FileHandle) => Promise<T>,
): Promise<T> {
  const flags = constants.O_RDWR | constants.O_CREAT
  const items = await open(itemsPath, flags)
  try {
    const index = await open(indexPath, flags)
    try {
      return await use(items, index)
    } finally {
      await index.close()
    }
  } finally {
    await items.close()
  }
}

/** Indexes the lines after the trusted ones, up to the first torn line. Updates the summary. */
async function indexLines(items: FileHandle, index: FileHandle, summary: IndexSummary) {
  const entries: IndexEntry[] = []
  const first = summary.count
  let rest = Buffer.alloc(0)
  const source = items.createReadStream({ start: summary.end, autoClose: false })
  scan: for await (const chunk of source) {
    rest = Buffer.concat([rest, chunk])
    let start = 0
    for (let at = rest.indexOf(NEWLINE); at >= 0; at = rest.indexOf(NEWLINE, start)) {
      const isClean = isCleanLine(rest.toString('utf8', start, at))
      if (isClean === undefined) break scan
      summary.end += at + 1 - start
      summary.count += 1
      summary.cleanCount += isClean ? 1 : 0
      entries.push({ end: summary.end, isClean })
      start = at + 1
    }
    rest = rest.subarray(start)
  }
  await index.write(encodeEntries(entries), 0, undefined, first * ENTRY_BYTES)
}

/** Tells whether a line is a clean item; undefined if it is not an item at all. */
function isCleanLine(line: string): boolean | undefined {
  try {
    return isCleanItem(JSON.parse(line))
  } catch {
    return undefined
  }
}

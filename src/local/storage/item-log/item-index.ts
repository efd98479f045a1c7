import type { FileHandle } from 'node:fs/promises'

/**
 * An entry of the index of a file of lines: a little-endian Float64 for each line. It holds twice
 * the offset of the line's end (after its newline) in bytes, plus one if the item is clean.
 */
export interface IndexEntry {
  end: number
  isClean: boolean
}

export const ENTRY_BYTES = 8

const ENTRIES_PER_READ = 8192

export function encodeEntries(entries: IndexEntry[]): Buffer {
  const bytes = Buffer.alloc(entries.length * ENTRY_BYTES)
  entries.forEach(({ end, isClean }, i) => {
    bytes.writeDoubleLE(end * 2 + (isClean ? 1 : 0), i * ENTRY_BYTES)
  })
  return bytes
}

/** Reads the entries of the lines `from` (included) to `to` (excluded); fewer if the file ends. */
export async function readEntries(
  file: FileHandle,
  from: number,
  to: number,
): Promise<IndexEntry[]> {
  const bytes = Buffer.alloc((to - from) * ENTRY_BYTES)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from * ENTRY_BYTES)
  return Array.from({ length: Math.floor(bytesRead / ENTRY_BYTES) }, (_, i) => {
    const value = bytes.readDoubleLE(i * ENTRY_BYTES)
    return { end: Math.floor(value / 2), isClean: value % 2 === 1 }
  })
}

export interface IndexSummary {
  /** The number of leading entries that can be trusted. */
  count: number
  cleanCount: number
  /** The end of the last trusted line. */
  end: number
}

/**
 * Counts the entries that can be true of a file of `size` bytes. The index is never synced, so a
 * power cut may leave it short or with zeros. Nothing after the first such entry is trusted.
 */
export async function summarize(file: FileHandle, size: number): Promise<IndexSummary> {
  const summary = { count: 0, cleanCount: 0, end: 0 }
  for (;;) {
    const entries = await readEntries(file, summary.count, summary.count + ENTRIES_PER_READ)
    for (const { end, isClean } of entries) {
      if (!(end > summary.end && end <= size)) return summary
      summary.end = end
      summary.count += 1
      summary.cleanCount += isClean ? 1 : 0
    }
    if (entries.length < ENTRIES_PER_READ) return summary
  }
}

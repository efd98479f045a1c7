import { createReadStream } from 'node:fs'
import { type FileHandle, open, truncate } from 'node:fs/promises'
import { type OutputFile, outputFilesOf, removeOutput } from './output-file.ts'
import { OutputReader } from './output-reader.ts'
import { sizeOf } from './read-log.ts'
import { MAX_BEGINNING_BYTES, MAX_LOG_BYTES, NEARLY_FULL, RunLog } from './run-log.ts'

const NEWLINE = 10
const PIECE_BYTES = 64 * 1024

/**
 * Completes the log of a run during which the platform stopped: adds the output that had not reached
 * it, and a line at its end.
 */
export async function recoverLog(path: string, lastLine: string): Promise<void> {
  const files = await outputFilesOf(path)
  const [newest] = files
  const { bytes, isFull } = await restoreLines(path, newest)
  const log = new RunLog(path, bytes, isFull)
  // An empty file is of a process that did not start.
  if (newest && (await sizeOf(newest.path)) > 0) {
    const lines = await countLines(path, newest.logBytes, bytes)
    // The line behind a full beginning is not of the output.
    const isFilled = isFull && bytes > newest.logBytes
    const handle = await open(newest.path)
    await new OutputReader(handle, log, isFilled ? lines - 1 : lines)
      .end()
      .finally(() => handle.close())
  }
  log.addLine(lastLine)
  await log.end()
  await Promise.all(files.map(removeOutput))
}

/**
 * Removes from a log what cannot be continued: half a line at its end, and the last lines of a full
 * log if they will be read again.
 */
async function restoreLines(path: string, newest: OutputFile | undefined) {
  const size = await sizeOf(path)
  if (size === 0) return { bytes: 0, isFull: false }
  const start = Math.max(0, size - 2 * (MAX_LOG_BYTES - MAX_BEGINNING_BYTES))
  const file = await open(path)
  const end = await readEnd(file, start, size).finally(() => file.close())
  const mark = Buffer.from(` ${NEARLY_FULL}\n`)
  const full = end.lastIndexOf(mark)
  const isFull = full !== -1
  const lines = isFull && newest ? full + mark.length : end.lastIndexOf(NEWLINE) + 1
  // A log may be shorter than it was: a power cut can take back what was written last.
  const atStart = newest && newest.logBytes <= size ? newest.logBytes : 0
  const bytes = Math.max(start + lines, atStart)
  if (bytes < size) await truncate(path, bytes)
  return { bytes, isFull }
}

async function readEnd(file: FileHandle, start: number, size: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
  return buffer.subarray(0, bytesRead)
}

async function countLines(path: string, start: number, end: number): Promise<number> {
  if (start >= end) return 0
  let lines = 0
  const options = { start, end: end - 1, highWaterMark: PIECE_BYTES }
  for await (const piece of createReadStream(path, options)) {
    for (let at = piece.indexOf(NEWLINE); at !== -1; at = piece.indexOf(NEWLINE, at + 1)) lines += 1
  }
  return lines
}

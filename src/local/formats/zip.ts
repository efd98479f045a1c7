import type { Readable } from 'node:stream'
import { constants, crc32, createDeflateRaw } from 'node:zlib'

/** A file to put into an archive. */
export interface ZipFile {
  name: string
  modifiedAt: Date
  bytes: Readable
}

/** What the directory at the end of the archive says of a file. */
interface Entry {
  name: Buffer
  time: number
  crc: number
  compressed: number
  size: number
  offset: number
}

/**
 * The most that 32 bits can say: of a file, of the archive. Larger archives have another format
 * (ZIP64), which is not written.
 */
export const MAX_ZIP_BYTES = 0xff_ff_ff_fe
export const MAX_ZIP_FILES = 0xff_fe

// From PKWARE's APPNOTE 6.3.10: signatures, and the fields that all files here have in common.
const LOCAL_HEADER = 0x04034b50
const DESCRIPTOR = 0x08074b50
const CENTRAL_HEADER = 0x02014b50
const END = 0x06054b50
const VERSION = 20
/** The sizes follow the bytes (bit 3), and names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATE = 8

/**
 * Yields a ZIP archive piece by piece. Memory use does not depend on the sizes of the files.
 * @throws {RangeError} if the archive gets larger than its format allows
 */
export async function* zip(files: AsyncIterable<ZipFile>): AsyncGenerator<Buffer> {
  const entries: Entry[] = []
  let offset = 0
  for await (const { name, modifiedAt, bytes } of files) {
    const entry: Entry = {
      name: Buffer.from(name),
      time: dosTime(modifiedAt),
      crc: 0,
      compressed: 0,
      size: 0,
      offset,
    }
    for await (const piece of pieces(entry, bytes)) {
      offset += piece.length
      if (offset > MAX_ZIP_BYTES || entry.size > MAX_ZIP_BYTES) {
        throw new RangeError('The archive is larger than its format allows.')
      }
      yield piece
    }
    entries.push(entry)
  }
  const directory = Buffer.concat(entries.map(centralHeader))
  yield directory
  yield endOf(entries.length, directory.length, offset)
}

/** Yields one file, and notes its sizes in the entry. */
async function* pieces(entry: Entry, bytes: Readable): AsyncGenerator<Buffer> {
  yield Buffer.concat([fields([4, LOCAL_HEADER], ...common(entry, false)), entry.name])
  const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED })
  bytes.on('error', (error) => deflate.destroy(error))
  bytes.on('data', (chunk: Buffer) => {
    entry.crc = crc32(chunk, entry.crc)
    entry.size += chunk.length
  })
  try {
    for await (const chunk of bytes.pipe(deflate)) {
      entry.compressed += chunk.length
      yield chunk
    }
  } finally {
    bytes.destroy()
  }
  yield fields([4, DESCRIPTOR], [4, entry.crc], [4, entry.compressed], [4, entry.size])
}

type Field = [bytes: 2 | 4, value: number]

/** The fields that both headers of a file have. The first is written before the sizes are known. */
function common({ time, crc, compressed, size, name }: Entry, isKnown: boolean): Field[] {
  const sizes = isKnown ? [crc, compressed, size] : [0, 0, 0]
  return [
    [2, VERSION],
    [2, FLAGS],
    [2, DEFLATE],
    [4, time],
    ...sizes.map((value): Field => [4, value]),
    [2, name.length],
    [2, 0],
  ]
}

function centralHeader(entry: Entry): Buffer {
  // No comment, on the first disk, without attributes.
  const rest: Field[] = [
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, entry.offset],
  ]
  const header = fields([4, CENTRAL_HEADER], [2, VERSION], ...common(entry, true), ...rest)
  return Buffer.concat([header, entry.name])
}

function endOf(count: number, size: number, offset: number): Buffer {
  return fields([4, END], [2, 0], [2, 0], [2, count], [2, count], [4, size], [4, offset], [2, 0])
}

function fields(...list: Field[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0))
  let at = 0
  for (const [bytes, value] of list) at = buffer.writeUIntLE(value, at, bytes)
  return buffer
}

/** Returns a time as MS-DOS wrote it, in UTC: the date above the time of day in units of two seconds. */
function dosTime(date: Date): number {
  const day =
    ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  const time =
    (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  return day * 0x10000 + time
}

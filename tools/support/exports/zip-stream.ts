import { pipeline, Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import { ToolError } from '../../../src/shared/errors.ts'

/** A file of an archive. */
interface FileToZip {
  /** ASCII. */
  name: string
  parts: AsyncIterable<Uint8Array>
}

/** What the directory at the end of an archive says about a file. */
interface Packed {
  name: string
  start: number
  crc: number
  packedBytes: number
  bytes: number
}

const MAX_BYTES = 0xffff_ffff
/** Version 2.0, deflated, with names in UTF-8 and sizes behind the content. */
const VERSION = 20
const FLAGS = 0x0808
const DEFLATED = 8
/** The first day that an archive can name: 1 January 1980. */
const DATE = 0x21

/**
 * Packs files into a ZIP archive while they arrive.
 * @throws {ToolError} if one is larger than 4 GB
 */
export async function* zip(files: readonly FileToZip[]): AsyncGenerator<Buffer> {
  const directory: Packed[] = []
  let at = 0
  for (const { name, parts } of files) {
    const file: Packed = { name, start: at, crc: 0, packedBytes: 0, bytes: 0 }
    const head = Buffer.concat([header(0x04034b50, 30, 4, file), Buffer.from(name)])
    yield head
    for await (const part of deflated(parts, file)) {
      file.packedBytes += part.length
      yield part
    }
    const sizes = Buffer.alloc(16)
    sizes.writeUInt32LE(0x08074b50)
    writeSizes(sizes, 4, file)
    yield sizes
    at += head.length + file.packedBytes + sizes.length
    directory.push(file)
  }
  const entries = Buffer.concat(directory.map(directoryEntry))
  yield entries
  yield directoryEnd(directory.length, entries.length, at)
}

/** Compresses what arrives, and counts it in `file`. */
function deflated(parts: AsyncIterable<Uint8Array>, file: Packed): AsyncIterable<Buffer> {
  const counted = async function* () {
    for await (const part of parts) {
      file.crc = crc32(part, file.crc)
      file.bytes += part.length
      if (file.bytes > MAX_BYTES) {
        throw new ToolError('The file would be larger than 4 GB.', 'Use format `csv`.')
      }
      yield part
    }
  }
  // An error of either ends both, and the loop that reads gets it.
  return pipeline(Readable.from(counted()), createDeflateRaw(), () => {})
}

/** Returns the fields with which an entry of the archive begins. @param at where the version stands */
function header(signature: number, length: number, at: number, { name }: Packed): Buffer {
  const bytes = Buffer.alloc(length)
  bytes.writeUInt32LE(signature)
  bytes.writeUInt16LE(VERSION, at)
  bytes.writeUInt16LE(FLAGS, at + 2)
  bytes.writeUInt16LE(DEFLATED, at + 4)
  bytes.writeUInt16LE(DATE, at + 8)
  bytes.writeUInt16LE(name.length, at + 22)
  return bytes
}

function writeSizes(bytes: Buffer, at: number, { crc, packedBytes, bytes: size }: Packed): void {
  bytes.writeUInt32LE(crc, at)
  bytes.writeUInt32LE(packedBytes, at + 4)
  bytes.writeUInt32LE(size, at + 8)
}

function directoryEntry(file: Packed): Buffer {
  const entry = header(0x02014b50, 46, 6, file)
  entry.writeUInt16LE(VERSION, 4)
  writeSizes(entry, 16, file)
  entry.writeUInt32LE(file.start, 42)
  return Buffer.concat([entry, Buffer.from(file.name)])
}

function directoryEnd(count: number, length: number, start: number): Buffer {
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(length, 12)
  end.writeUInt32LE(start, 16)
  return end
}

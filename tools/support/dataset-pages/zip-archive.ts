import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** What an archive may expand to, in bytes: far more than the rows of a result, and few enough to be read at once. */
export const MAX_UNPACKED_BYTES = 16 * 1024 * 1024
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1')
const DIRECTORY_BYTES = 46
const LOCAL_BYTES = 30
const STORED = 0
const DEFLATED = 8
/** The flag of a file whose sizes stand behind it; the directory has them too. */
const SIZES_FOLLOW = 0x0008

/** A file in a ZIP archive. */
export interface ZippedFile {
  name: string
  /** Its entry in the central directory. */
  entry: Buffer
  /** Its content as the archive has it, compressed or not. */
  packed: Buffer
}

/**
 * Returns the files of a ZIP archive, by its central directory.
 * @throws {RangeError} if it is not an archive
 */
export function zippedFiles(archive: Buffer): ZippedFile[] {
  const end = archive.lastIndexOf(END_OF_DIRECTORY)
  const files: ZippedFile[] = []
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameEnd = at + DIRECTORY_BYTES + archive.readUInt16LE(at + 28)
    const next = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
    const entry = archive.subarray(at, next)
    const name = archive.toString('utf8', at + DIRECTORY_BYTES, nameEnd)
    files.push({ name, entry, packed: packedContent(archive, entry) })
    at = next
  }
  return files
}

function packedContent(archive: Buffer, entry: Buffer): Buffer {
  const local = entry.readUInt32LE(42)
  const nameAndExtra = archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const start = local + LOCAL_BYTES + nameAndExtra
  return archive.subarray(start, start + entry.readUInt32LE(20))
}

/**
 * Returns the content of a file.
 * @param maxBytes longer content is not unpacked
 * @throws {Error} if it is damaged or longer
 */
export function unpacked({ entry, packed }: ZippedFile, maxBytes = MAX_UNPACKED_BYTES): Buffer {
  if (entry.readUInt16LE(10) === STORED) return packed
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) })
}

/** Returns a file with other content. */
export function withContent(file: ZippedFile, content: Buffer): ZippedFile {
  const entry = Buffer.from(file.entry)
  const packed = deflateRawSync(content)
  entry.writeUInt16LE(DEFLATED, 10)
  entry.writeUInt32LE(crc32(content), 16)
  entry.writeUInt32LE(packed.length, 20)
  entry.writeUInt32LE(content.length, 24)
  return { ...file, entry, packed }
}

/** Returns an archive of files. */
export function zipped(files: readonly ZippedFile[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, entry, packed } of files) {
    const listed = Buffer.from(entry)
    listed.writeUInt16LE(listed.readUInt16LE(8) & ~SIZES_FOLLOW, 8)
    listed.writeUInt32LE(offset, 42)
    directory.push(listed)
    const header = localHeader(listed, name)
    parts.push(header, packed)
    offset += header.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  END_OF_DIRECTORY.copy(end)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}

/** Returns the header before a file, which repeats most of its entry in the directory. */
function localHeader(entry: Buffer, name: string): Buffer {
  const title = Buffer.from(name)
  const header = Buffer.alloc(LOCAL_BYTES)
  header.write('PK\x03\x04', 'latin1')
  entry.copy(header, 4, 6, 28)
  header.writeUInt16LE(title.length, 26)
  return Buffer.concat([header, title])
}

import { inflateRawSync } from 'node:zlib'

/** A larger sheet is not read, in bytes. */
const MAX_SHEET_BYTES = 64 * 1024 * 1024
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1')

/** Counts the rows after the header in the first sheet of a workbook; undefined if it cannot be read. */
export function workbookRows(archive: Buffer): number | undefined {
  try {
    const sheet = findFile(archive, /^xl\/worksheets\/[^/]+\.xml$/)
    const rows = sheet?.toString('latin1').match(/<(?:\w+:)?row[\s/>]/g)
    return sheet && Math.max(0, (rows?.length ?? 0) - 1)
  } catch {
    return undefined
  }
}

/** Returns the first file of a ZIP archive whose name matches, by the central directory. */
function findFile(archive: Buffer, name: RegExp): Buffer | undefined {
  const end = archive.lastIndexOf(END_OF_DIRECTORY)
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const nameEnd = at + 46 + archive.readUInt16LE(at + 28)
    if (name.test(archive.toString('utf8', at + 46, nameEnd))) return readFile(archive, at)
    at = nameEnd + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32)
  }
  return undefined
}

/** Returns the content of a file. @param entry where its entry in the central directory begins */
function readFile(archive: Buffer, entry: number): Buffer {
  const local = archive.readUInt32LE(entry + 42)
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
  const bytes = archive.subarray(start, start + archive.readUInt32LE(entry + 20))
  const isStored = archive.readUInt16LE(entry + 10) === 0
  return isStored ? bytes : inflateRawSync(bytes, { maxOutputLength: MAX_SHEET_BYTES })
}

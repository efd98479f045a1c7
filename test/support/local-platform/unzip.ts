import { inflateRawSync } from 'node:zlib'

/** Returns the texts of the files in a ZIP archive, by name. Reads its central directory. */
export function unzip(archive: Buffer): Map<string, string> {
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  const files = new Map<string, string>()
  let at = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left--) {
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)]
    const [nameLength = 0, extraLength = 0, commentLength = 0] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    )
    const local = archive.readUInt32LE(at + 42)
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const bytes = archive.subarray(start, start + size)
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength)
    files.set(name, (method === 0 ? bytes : inflateRawSync(bytes)).toString())
    at += 46 + nameLength + extraLength + commentLength
  }
  return files
}

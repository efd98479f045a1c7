import { MAX_UNPACKED_BYTES, unpacked, withContent, zipped, zippedFiles } from './zip-archive.ts'

/**
 * Masks the secrets in the files of a workbook, which are compressed.
 * @returns the same bytes if there are none; undefined if the workbook cannot be read
 */
export function maskWorkbook(archive: Buffer, mask: (bytes: Buffer) => Buffer): Buffer | undefined {
  try {
    let left = MAX_UNPACKED_BYTES
    let changed = false
    const files = zippedFiles(archive).map((file) => {
      const content = unpacked(file, left)
      left -= content.length
      const masked = mask(content)
      changed ||= masked !== content
      return masked === content ? file : withContent(file, masked)
    })
    return changed ? zipped(files) : archive
  } catch {
    return undefined
  }
}

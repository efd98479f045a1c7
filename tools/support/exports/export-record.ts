import type { Context } from '../../../src/tool-call/tool.ts'
import { recordFile } from '../text/file-name.ts'
import type { ExportSource } from './export-source.ts'
import { reportBytes } from './report-bytes.ts'

/**
 * Writes one record to a file, byte for byte.
 * @throws {ToolError} if the file cannot be written
 */
export function exportRecord(
  { ref, downloads, fileName }: ExportSource,
  key: string,
  { apify, progress }: Context,
) {
  return apify.readRecord(ref, key, async ({ contentType, chunks }) => {
    const name = fileName ?? recordFile(key, contentType)
    return { ...(await downloads.save(name, chunks, reportBytes(progress))), contentType }
  })
}

import { ToolError } from '../../../src/shared/errors.ts'
import type { Uploads } from '../../../src/tool-call/uploads.ts'

/**
 * Returns what reads the files of the operator's folder.
 * @throws {ToolError} if there is no such folder
 */
export function uploadsOf(uploads: Uploads | undefined): Uploads {
  if (uploads) return uploads
  throw new ToolError(
    'This server reads no files.',
    'Pass the data itself, or ask the operator to set --upload-dir.',
  )
}

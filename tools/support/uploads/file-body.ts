import { isUtf8Text, kindByType } from '../../../src/shared/media-type.ts'
import { peekBytes } from '../../../src/shared/peek-bytes.ts'
import type { UploadFile } from '../../../src/tool-call/uploads.ts'
import { typeOfFile } from '../text/file-type.ts'

const BINARY = 'application/octet-stream'
/** How many bytes tell whether a file is text. */
const SNIFFED_BYTES = 64 * 1024

/** Returns the type of a file by its extension. Bytes that are not UTF-8 must not be marked as text. */
export async function typeOfUpload(file: UploadFile): Promise<string> {
  const type = typeOfFile(file.name) ?? BINARY
  const kind = kindByType(type)
  if (kind !== 'json' && kind !== 'text') return type
  const { first, whole, body } = await peekBytes(file.chunks(), SNIFFED_BYTES)
  await body[Symbol.asyncIterator]().return?.()
  return isUtf8Text(first, whole) ? type : BINARY
}

import type { Redactor } from '../exit/redact.ts'
import type { Attachment } from './tool.ts'

/** Returns an attachment without secrets in its names and its bytes. The bytes keep their number. */
export function redactAttachment(block: Attachment, redactor: Redactor): Attachment {
  const { type } = block
  if (type === 'resource_link') return redactor.value(block)
  if (type === 'image') return { ...redactor.value(block), data: maskBase64(block.data, redactor) }
  const { blob } = block.resource
  return { type, resource: { ...redactor.value(block.resource), blob: maskBase64(blob, redactor) } }
}

/** Returns base64 of a binary body without secrets. */
function maskBase64(data: string, redactor: Redactor): string {
  const bytes = Buffer.from(data, 'base64')
  const masked = redactor.mask(bytes)
  return masked === bytes ? data : masked.toString('base64')
}

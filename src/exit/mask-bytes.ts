import { MARK, type SecretForms } from './secret-forms.ts'

/**
 * Returns bytes with `*` in the place of each byte of a secret, so that a file keeps its form. Without a
 * secret in them, the same bytes are returned.
 * @param forms those of the secrets as `bytesAsText` returns them
 */
export function maskBytes(bytes: Buffer, { needles, pattern, mark }: SecretForms): Buffer {
  if (!needles.some((needle) => bytes.includes(needle, 0, 'latin1'))) return bytes
  let masked: Buffer | undefined
  for (const match of bytes.toString('latin1').matchAll(pattern)) {
    masked ??= Buffer.from(bytes)
    const visible = mark(match).length - MARK.length
    masked.fill('*', match.index + visible, match.index + match[0].length)
  }
  return masked ?? bytes
}

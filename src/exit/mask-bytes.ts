import { findSecrets, mayHaveSecret } from './find-secrets.ts'
import type { SecretForms } from './secret-forms.ts'

/**
 * Returns bytes with `*` in the place of each byte of a secret, so that a file keeps its form. Without a
 * secret in them, the same bytes are returned.
 * @param forms those of the secrets as `bytesAsText` returns them
 */
export function maskBytes(bytes: Buffer, forms: SecretForms): Buffer {
  if (!mayHaveSecret(bytes, forms)) return bytes
  const found = findSecrets(bytes.toString('latin1'), forms)
  if (found.length === 0) return bytes
  const masked = Buffer.from(bytes)
  for (const { hidden, end } of found) masked.fill('*', hidden, end)
  return masked
}

import { findSecrets, mayHaveSecret } from './find-secrets.ts'
import type { SecretForms } from './secret-forms.ts'

/** What a UTF-16 text has between letters of ASCII. */
const NUL = '\u0000'

/**
 * Returns bytes with `*` in the place of each letter of a secret, in UTF-8 and in UTF-16, so that a file
 * keeps its form. Without a secret in them, the same bytes are returned.
 * @param byteForms those of the secrets as `bytesAsText` returns them
 */
export function maskBytes(bytes: Buffer, forms: SecretForms, byteForms: SecretForms): Buffer {
  const masked = mask(bytes, byteForms)
  const isWide = forms.needles.some((needle) => bytes.includes(wide(needle), 0, 'latin1'))
  return isWide ? maskWide(masked, forms) : masked
}

function mask(bytes: Buffer, forms: SecretForms): Buffer {
  if (!mayHaveSecret(bytes, forms)) return bytes
  const found = findSecrets(bytes.toString('latin1'), forms)
  if (found.length === 0) return bytes
  const masked = Buffer.from(bytes)
  for (const { hidden, end } of found) masked.fill('*', hidden, end)
  return masked
}

/** Masks UTF-16 of either order of bytes, wherever it begins. */
function maskWide(bytes: Buffer, forms: SecretForms): Buffer {
  let masked: Buffer | undefined
  for (const [start, low] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const) {
    const size = (bytes.length - start) & ~1
    const units = Buffer.from(bytes.subarray(start, start + size))
    if (low === 1) units.swap16()
    for (const { hidden, end } of findSecrets(units.toString('utf16le'), forms)) {
      masked ??= Buffer.from(bytes)
      for (let at = hidden; at < end; at++)
        masked.fill('*', start + 2 * at + low, start + 2 * at + low + 1)
    }
  }
  return masked ?? bytes
}

/** Returns the part of a text's UTF-16 that both orders of bytes have. */
function wide(text: string): string {
  return Array.from(text).join(NUL)
}

import { createHash } from 'node:crypto'

/** Returns the SHA-256 digest of a credential, which tells clients apart without their tokens. */
export function sha256(credential: string): Buffer {
  return createHash('sha256').update(credential).digest()
}

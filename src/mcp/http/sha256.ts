import { hash } from 'node:crypto'

/** Returns the SHA-256 digest of a credential, which tells clients apart without their tokens. */
export function sha256(credential: string): Buffer {
  return hash('sha256', credential, 'buffer')
}

/** How many characters of a digest logs show: enough to tell tenants apart. */
export const SHORT_DIGEST_CHARS = 8

/** Returns the beginning of the digest of a credential, as logs show it. */
export function shortDigest(credential: string): string {
  return sha256(credential).toString('base64url').slice(0, SHORT_DIGEST_CHARS)
}

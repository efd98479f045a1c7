import { storedType } from '../shared/media-type.ts'

/** How many bytes tell the type of an image. */
const HEAD_BYTES = 64

/** Tells by the first bytes (as Latin-1) which image they begin. SVG is none of them: it can hold scripts. */
const SIGNATURES: [type: string, head: RegExp][] = [
  ['image/png', /^\x89PNG\r\n\x1a\n/],
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF.{4}WEBP/s],
  // The brands of its first box (ISO/IEC 14496-12, 4.3).
  ['image/avif', /^.{4}ftyp(?:avi[fs]|mi[af].{0,44}avif|msf1.{0,44}avis)/s],
]

/**
 * Returns the type of an image, as its bytes tell.
 * @returns undefined if they are not of an image that hosts show
 */
export function typeByBytes(bytes: Buffer): string | undefined {
  const head = bytes.subarray(0, HEAD_BYTES).toString('latin1')
  return SIGNATURES.find(([, pattern]) => pattern.test(head))?.[0]
}

/** Returns whether a Content-Type is one of an image that hosts show. Servers confuse one with another. */
export function isImageType(contentType: string | undefined): boolean {
  const type = storedType(contentType)
  return SIGNATURES.some(([known]) => known === type)
}

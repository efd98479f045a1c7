import { countTokens, truncateText } from './fit-rows.ts'

/** The first bytes of a body. @returns `whole` tells whether that was all */
export async function readBytes(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ bytes: Buffer; whole: boolean }> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    parts.push(chunk)
    size += chunk.length
    if (size > maxBytes) break
  }
  return { bytes: Buffer.concat(parts).subarray(0, maxBytes), whole: size <= maxBytes }
}

/** A part of a text: from which character of the whole it begins, and whether it goes to the end. */
export interface TextPart {
  text: string
  from: number
  reachedEnd: boolean
}

/**
 * Reads a text from character `offset` on. What lies before is never held, and reading stops soon
 * after `maxChars` characters.
 */
export async function readTextPart(
  pieces: AsyncIterable<string>,
  maxChars: number,
  offset = 0,
): Promise<TextPart> {
  let text = ''
  let from = 0
  for await (const piece of pieces) {
    text += piece
    const passed = Math.min(text.length, offset - from)
    text = text.slice(passed)
    from += passed
    if (text.length > maxChars) return { text, from, reachedEnd: false }
  }
  return { text, from, reachedEnd: true }
}

/**
 * The page of a text that begins at character `offset`, as long as the budget allows.
 * @param head what else the result holds; it is paid from the same budget
 * @returns the page, and where the next one begins; nothing where the text ends with this one
 */
export function textPage(
  { text, from, reachedEnd }: TextPart,
  offset: number,
  head: object,
  maxTokens: number,
): { text: string; after: number | undefined } {
  const wanted = text.slice(Math.max(0, offset - from))
  const frame = countTokens({ ...head, text: '', next: { charOffset: Number.MAX_SAFE_INTEGER } })
  const page = truncateText(wanted, maxTokens - frame - 2)
  const goesOn = page.rest > 0 || !reachedEnd
  return { text: page.text, after: goesOn ? offset + page.text.length : undefined }
}

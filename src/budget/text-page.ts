import { countTokens } from './token-cost.ts'
import { truncateText } from './truncate-text.ts'

/** A part of a longer text. */
export interface TextPart {
  text: string
  /** The character of the whole text with which the part begins. */
  from: number
  /** Whether the part ends where the whole text ends. */
  reachedEnd: boolean
}

/**
 * Reads a text from character `offset` on. The characters before are not kept, and reading stops
 * soon after `maxChars` characters.
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
 * Returns the page of a text that begins at character `offset`, as long as the budget allows.
 * @param head the other keys of the result, which count towards the same budget
 * @returns the page, and in `after` where the next page begins; undefined on the last page
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

import { countTokens, truncateText } from './fit-rows.ts'

/** A part of a text: from which character of the whole it begins, and whether it goes to the end. */
export interface TextPart {
  text: string
  from: number
  reachedEnd: boolean
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

/** Returns the first characters of a text, without half of a surrogate pair at the end. */
export function beginningOf(text: string, chars: number): string {
  const last = text.charCodeAt(chars - 1)
  const isHalf = last >= 0xd8_00 && last <= 0xdb_ff
  return text.slice(0, isHalf && chars < text.length ? chars - 1 : chars)
}

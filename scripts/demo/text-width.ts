/** Characters that a terminal shows two columns wide: pictures, and the letters of Chinese, Japanese and Korean. */
const WIDE =
  /\p{Emoji_Presentation}|\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|[\u3000-\u303f\uff01-\uff60]/u
/** Characters that take no column: they change the one before. */
const ZERO = /\p{M}|\u200d|[\ufe00-\ufe0f]/u
const graphemes = new Intl.Segmenter()

/** Returns how many columns a text takes in a terminal. It has no escape sequences. */
export function textWidth(text: string): number {
  return [...graphemes.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0)
}

/** Returns a text in as many columns, with `…` for what does not fit. */
export function fitText(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  let kept = ''
  let width = 1
  for (const { segment } of graphemes.segment(text)) {
    width += widthOf(segment)
    if (width > columns) break
    kept += segment
  }
  return `${kept.trimEnd()}…`
}

/** Returns a text with blanks up to a width. */
export function padText(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - textWidth(text)))
  return align === 'left' ? text + blanks : blanks + text
}

/** Breaks a text at blanks into lines of at most as many columns. A longer word has a line of its own. */
export function wrapText(text: string, columns: number): string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && textWidth(last) + 1 + textWidth(word) <= columns)
      lines.splice(-1, 1, `${last} ${word}`)
    else lines.push(word)
  }
  return lines
}

function widthOf(grapheme: string): number {
  // An older picture in color: a sign with the selector of pictures.
  if (grapheme.includes('\ufe0f') || WIDE.test(grapheme)) return 2
  return [...grapheme].some((char) => !ZERO.test(char)) ? 1 : 0
}

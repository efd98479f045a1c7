import { codePointBoundary, omittedMark } from '../../src/budget/truncate.ts'

/** How much a question shows of what would be written or sent, in characters. */
const MAX_CONTENT_CHARS = 400
/** Characters that nobody sees, or that change the direction or the line of what follows. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}]/gu
const CONTROL = /[^\P{Cc}\t\n\r]/gu

/**
 * Shows the beginning of JSON on one line. A text in it is in quotes, and whatever nobody would see is
 * escaped, so that it cannot pass for a part of the question. The mark of a cut follows at once, since
 * what goes out removes the beginning of a secret before such a mark.
 */
export function shownJson(json: string): string {
  if (json.length <= MAX_CONTENT_CHARS) return escapeUnseen(json)
  const end = codePointBoundary(json, MAX_CONTENT_CHARS)
  return escapeUnseen(json.slice(0, end)) + omittedMark(json.length - end, 'chars')
}

/** Shows the beginning of a text, as a text in JSON. */
export function shownText(text: string): string {
  if (text.length <= MAX_CONTENT_CHARS) return escapeUnseen(JSON.stringify(text))
  const end = codePointBoundary(text, MAX_CONTENT_CHARS)
  const [mark = '', rest = ''] = omittedMark(text.length - end, 'chars').split(/(?<=…)/)
  return escapeUnseen(JSON.stringify(text.slice(0, end) + mark)) + rest
}

/** Shows the beginning of bytes: of their text if they are readable UTF-8, else of their base64. */
export function shownBytes(bytes: Buffer): string {
  const text = readableText(bytes)
  return text === undefined ? `base64 ${shownText(bytes.toString('base64'))}` : shownText(text)
}

/** Returns the text of bytes, unless one in ten of the characters that are shown is not readable. */
function readableText(bytes: Buffer): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const shown = text.slice(0, MAX_CONTENT_CHARS)
    return (shown.match(CONTROL)?.length ?? 0) * 10 > shown.length ? undefined : text
  } catch {
    return undefined
  }
}

function escapeUnseen(text: string): string {
  return text.replace(UNSEEN, (sign) =>
    Array.from({ length: sign.length }, (_, i) => {
      const code = sign.charCodeAt(i).toString(16).padStart(4, '0')
      return `\\u${code}`
    }).join(''),
  )
}

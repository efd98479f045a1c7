/** An escape of a JSON string. The group is the code of an ASCII character. */
const ESCAPE = /\\(?:u00([2-7][\da-f])|[\s\S])/gi
/** What an escape that is not complete has after its backslash. */
const OPEN_REST = /^(?:u[\da-f]{0,3})?$/i
/** The longest beginning of an escape, such as `\u006`, in characters. */
const MAX_OPEN_CHARS = 5
/** Characters that a JSON string cannot hold as they are, though they are ASCII. */
const NEEDS_ESCAPE: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\u007f': '\\u007f',
}

/**
 * Writes characters of JSON plainly that are escaped but need not be, such as `\u0061` and `\/`, so that
 * a text is found in it. The JSON means the same.
 */
export function plainEscapes(json: string): string {
  if (!json.includes('\\')) return json
  return json.replace(ESCAPE, (found: string, code?: string) => {
    if (code === undefined) return found === '\\/' ? '/' : found
    const character = String.fromCharCode(Number.parseInt(code, 16))
    return NEEDS_ESCAPE[character] ?? character
  })
}

/** Like `plainEscapes`, as the JSON arrives. */
export async function* plainEscapesOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let open = ''
  for await (const piece of pieces) {
    const text = open + piece
    const from = openEscape(text)
    open = text.slice(from)
    yield plainEscapes(text.slice(0, from))
  }
  if (open !== '') yield open
}

/** Returns where an escape begins that the next piece may go on with; the length if there is none. */
function openEscape(text: string): number {
  const end = text.slice(-MAX_OPEN_CHARS)
  const last = end.lastIndexOf('\\')
  if (last === -1 || !OPEN_REST.test(end.slice(last + 1))) return text.length
  const at = text.length - end.length + last
  // A backslash after an odd number of others is escaped itself.
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 0 ? at : text.length
}

import { ToolError } from '../../../src/shared/errors.ts'
import { isObject } from '../../../src/shared/json.ts'

/** A longer row is refused before it is read to its end: the API takes 5 MB. In characters. */
const MAX_ROW_CHARS = 5_000_000

/**
 * Yields the objects of a text with one in each line, as JSON. Empty lines are skipped.
 * @throws {ToolError} if a line is not an object
 */
export async function* lineRows(text: AsyncIterable<string>): AsyncGenerator<string> {
  let number = 0
  let rest = ''
  for await (const piece of text) {
    const lines = (rest + piece).split('\n')
    rest = bounded(lines.pop() ?? '')
    for (const line of lines) {
      number++
      if (line.trim() !== '') yield objectIn(line, `Line ${number}`)
    }
  }
  if (rest.trim() !== '') yield objectIn(rest, `Line ${number + 1}, the last one,`)
}

/**
 * Yields the objects of an array, as JSON.
 * @throws {ToolError} if the text is not an array of objects, or ends too early
 */
export async function* arrayRows(text: AsyncIterable<string>): AsyncGenerator<string> {
  const splitter = new ArraySplitter()
  let count = 0
  for await (const piece of text) {
    for (const element of splitter.split(piece)) yield objectIn(element, `Entry ${count++}`)
  }
  if (!splitter.hasEnded) {
    throw new ToolError(
      `The file ends before its array does, after entry ${count - 1}.`,
      'Check that the file is complete.',
    )
  }
}

/** Finds the elements of an array in a text that arrives in pieces. */
class ArraySplitter {
  hasEnded = false
  private depth = 0
  private inString = false
  private isEscaped = false
  private count = 0
  /** The beginning of an element that is not complete yet. */
  private rest = ''

  private passInString(sign: number): void {
    if (this.isEscaped) this.isEscaped = false
    else if (sign === BACKSLASH) this.isEscaped = true
    else if (sign === QUOTE) this.inString = false
  }

  *split(piece: string): Generator<string> {
    let from = 0
    for (let at = 0; at < piece.length; at++) {
      const sign = piece.charCodeAt(at)
      if (this.inString) this.passInString(sign)
      else if (this.depth === 0) {
        this.begin(sign)
        from = at + 1
      } else if (this.endsElement(sign)) {
        const element = this.rest + piece.slice(from, at)
        from = at + 1
        this.rest = ''
        // Only an array without elements may have nothing between its brackets.
        if (!this.hasEnded || this.count > 0 || element.trim() !== '') yield element
        this.count++
      }
    }
    this.rest = bounded(this.rest + piece.slice(from))
  }

  private begin(sign: number): void {
    if (BLANKS.has(sign)) return
    if (sign !== OPEN_ARRAY || this.hasEnded) {
      throw new ToolError(
        this.hasEnded
          ? 'The file goes on after its array.'
          : 'The file does not begin with an array of objects.',
        'A file with one object in each line must be named `.jsonl`.',
      )
    }
    this.depth = 1
  }

  /** Follows the brackets and quotes. Returns whether an element of the array ends here. */
  private endsElement(sign: number): boolean {
    if (sign === QUOTE) this.inString = true
    else if (sign === OPEN_ARRAY || sign === OPEN_OBJECT) this.depth++
    else if (sign === CLOSE_ARRAY || sign === CLOSE_OBJECT) this.depth--
    this.hasEnded = this.depth === 0 && sign === CLOSE_ARRAY
    // A stray `}` closes no array: the entry that it is in is not valid.
    if (!this.hasEnded) this.depth = Math.max(1, this.depth)
    return this.hasEnded || (this.depth === 1 && sign === COMMA)
  }
}

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c]
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d]
const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d])

function bounded(text: string): string {
  if (text.length <= MAX_ROW_CHARS) return text
  throw new ToolError(
    'A row of the file is larger than 5 MB, which the API does not accept.',
    'Make it smaller, or store the file with `put_record`.',
  )
}

/** Returns the JSON of a row as it is, so that no number in it is rounded. */
function objectIn(text: string, where: string): string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new ToolError(
      `${where} of the file is not valid JSON.`,
      'Correct it: it may be cut off, or the file may be damaged.',
    )
  }
  if (isObject(value)) return text.trim()
  throw new ToolError(`${where} of the file is not a JSON object.`, 'Correct or remove it.')
}

import { randomBytes } from 'node:crypto'
import type { Redactor } from '../../exit/redact.ts'
import { ToolError } from '../../shared/errors.ts'
import { mayHaveUnsafeNumber, quoteUnsafeNumbers } from '../../shared/json.ts'
import { isStackOverflow, nestedTooDeeply } from './load-failure.ts'

const SPACE = 32

export interface ParsedRow {
  value: unknown
  /** Whether strings with the mark in it are numbers. */
  hasMarks: boolean
}

export interface RowReader {
  /** Returns whether lines may hold a secret in texts without odd escapes. */
  suspects(lines: Buffer): boolean
  /**
   * Returns the rows of whole lines, without secrets. Blank lines are not rows.
   * @param first the number of the first row, from 0
   * @throws {ToolError} that names the row, if a line is not JSON
   */
  read(lines: string, first: number): ParsedRow[]
  /** Returns the digits of a number that a double cannot hold; undefined for any other text. */
  numberOf(text: string): string | undefined
  /** Returns JSON with those numbers in the place of their strings. */
  unmarked(json: string): string
}

/** Creates a reader of rows. Numbers that a double cannot hold are read as strings with a mark. */
export function createRowReader(redactor: Redactor): RowReader {
  // Nobody can know it, so no text of a row is taken for a number.
  const mark = `number-${randomBytes(12).toString('hex')}:`
  const marked = new RegExp(`"${mark}([^"]*)"`, 'g')
  const parse = (line: string, row: number, looks: { unsafe: boolean; secret: boolean }) => {
    const hasMarks = looks.unsafe && mayHaveUnsafeNumber(line)
    try {
      const value: unknown = JSON.parse(hasMarks ? quoteUnsafeNumbers(line, mark) : line)
      const mayHaveSecret = looks.secret && redactor.suspects(line)
      return { value: mayHaveSecret ? redactor.value(value) : value, hasMarks }
    } catch (error) {
      throw rowFailure(error, row)
    }
  }
  return {
    suspects: (lines) => redactor.suspectsBytes(lines),
    read(lines, first) {
      const looks = { unsafe: mayHaveUnsafeNumber(lines), secret: redactor.suspects(lines) }
      const rows: ParsedRow[] = []
      for (const line of lines.split('\n')) {
        if (isBlank(line)) continue
        rows.push(parse(line, first + rows.length, looks))
      }
      return rows
    },
    numberOf: (text) => (text.startsWith(mark) ? text.slice(mark.length) : undefined),
    unmarked: (json) =>
      json.replace(marked, (quoted, digits: string) =>
        isNumber(digits) ? digits : quoted.replace(mark, ''),
      ),
  }
}

/** Returns whether a text is a number of JSON: after redaction it may be something else. */
export function isNumber(text: string): boolean {
  return /^-?\d[\d.eE+-]*$/.test(text)
}

function isBlank(line: string): boolean {
  const startsBlank = line === '' || line.charCodeAt(0) <= SPACE
  return startsBlank && line.trim() === ''
}

function rowFailure(error: unknown, row: number): unknown {
  if (isStackOverflow(error)) return nestedTooDeeply({ rows: row, field: undefined })
  if (!(error instanceof SyntaxError)) return error
  return new ToolError(
    `The row at offset ${row} arrived as something that is not JSON.`,
    'Ask again. If it happens again, look at it with `list_dataset_items`.',
    { cause: error },
  )
}

import { pipeline, Readable } from 'node:stream'
import { ToolError } from '../../../src/shared/errors.ts'
import { quotedName } from '../../../src/shared/quote.ts'

/** A larger row is refused, in characters: the API takes 5 MB. */
const MAX_ROW_CHARS = 5_000_000

/**
 * Yields the rows of CSV (RFC 4180, with any line ends) as JSON, each with the names of the first line. Every value is
 * a text: what looks like a number may be a code such as `007`.
 * @param delimiter undefined for the one of `,` `;` and tab that the first line has most of
 * @throws {ToolError} if the names are not distinct, or a row has more or fewer values than names
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  delimiter: string | undefined,
): AsyncGenerator<string> {
  const [{ parse }, { first, pieces }] = await Promise.all([import('csv-parse'), peekText(text)])
  const parser = parse({
    delimiter: delimiter ?? likelyDelimiter(first),
    skip_empty_lines: true,
    max_record_size: MAX_ROW_CHARS,
  })
  pipeline(Readable.from(pieces), parser, () => {})
  let names: string[] | undefined
  try {
    for await (const record of parser) {
      const values: string[] = record
      if (names) yield JSON.stringify(Object.fromEntries(names.map((name, i) => [name, values[i]])))
      else names = checkedNames(values)
    }
  } catch (error) {
    throw csvError(error)
  }
}

/** Returns the first piece that is not empty, and all pieces. */
async function peekText(text: AsyncIterable<string>) {
  const source = text[Symbol.asyncIterator]()
  let next = await source.next()
  while (!next.done && next.value === '') next = await source.next()
  const first = next.done ? '' : next.value
  async function* pieces() {
    for (; !next.done; next = await source.next()) yield next.value
  }
  return { first, pieces: pieces() }
}

/** Returns the sign that most likely separates the names in the first line: spreadsheets of many countries write `;`. */
function likelyDelimiter(first: string): string {
  const line = /^[^\r\n]*/.exec(first)?.[0].replace(/"[^"]*"/g, '') ?? ''
  const counts = [',', ';', '\t'].map((sign) => ({ sign, count: line.split(sign).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

function checkedNames(names: string[]): string[] {
  const unnamed = names.findIndex((name) => name.trim() === '')
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (unnamed === -1 && twice === undefined) return names
  throw new ToolError(
    twice !== undefined && twice.trim() !== ''
      ? `Two columns of the file are named ${quotedName(twice)}.`
      : `Column ${unnamed + 1} of the file has no name.`,
    'Give each column a name of its own in the first line.',
  )
}

function csvError(error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_')))
    return error
  const line = 'lines' in error ? ` at line ${error.lines}` : ''
  const isUneven = error.code === 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH'
  return new ToolError(
    isUneven
      ? `The file has a row${line} with more or fewer values than there are columns.`
      : `The file is not valid CSV${line} (${error.code}).`,
    'Correct it: the file may be cut off, or a value with a comma, quote or line break may lack its quotes.',
    { cause: error },
  )
}

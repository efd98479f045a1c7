import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { isMissing } from '../../files.ts'

/** Yields the text of a log file; no text if the file does not exist. */
export async function* readText(path: string, start = 0, end?: number): AsyncGenerator<string> {
  const range = end === undefined ? { start } : { start, end: end - 1 }
  try {
    yield* createReadStream(path, { ...range, encoding: 'utf8' })
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/**
 * Removes terminal control codes. Waits for whole lines, as a piece may end within a code. Lines are
 * bounded, so this cannot overflow the stack as it does on sequences of millions of characters.
 */
export async function* withoutAnsi(texts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const text of texts) {
    rest += text
    const end = rest.lastIndexOf('\n') + 1
    if (end > 0) yield stripVTControlCharacters(rest.slice(0, end))
    rest = rest.slice(end)
  }
  if (rest) yield stripVTControlCharacters(rest)
}

/** Returns the size of a log file in bytes; 0 if there is none. */
export async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

import { ToolError } from '../../../src/shared/errors.ts'

const NEWLINE = 10

/**
 * Counts the lines of a body while its chunks pass through. A last line without a line end counts.
 * @param expected how many lines must arrive at least
 * @throws {ToolError} after the last chunk, from `chunks`, if fewer lines arrived
 */
export function countLines(source: AsyncIterable<Buffer>, expected = 0) {
  let lineEnds = 0
  let lastByte = NEWLINE
  const count = () => (lastByte === NEWLINE ? lineEnds : lineEnds + 1)
  async function* chunks() {
    for await (const chunk of source) {
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1))
        lineEnds++
      lastByte = chunk.at(-1) ?? lastByte
      yield chunk
    }
    if (count() >= expected) return
    throw new ToolError(
      `Only ${count()} of ${expected} rows arrived; nothing was written.`,
      'Call again. If it fails again, read pages with `list_dataset_items`.',
    )
  }
  return { chunks: chunks(), count }
}

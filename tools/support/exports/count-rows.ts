import { ToolError } from '../../../src/shared/errors.ts'
import { rowCounter } from '../dataset-pages/row-counter.ts'

/**
 * Counts the rows of a body in a text format while its chunks pass through.
 * @param expected how many rows must arrive at least
 * @throws {ToolError} after the last chunk, from `chunks`, if fewer rows arrived
 */
export function countRows(source: AsyncIterable<Buffer>, format: string, expected = 0) {
  const counter = rowCounter(format)
  async function* chunks() {
    for await (const chunk of source) {
      counter.add(chunk)
      yield chunk
    }
    if (counter.count() >= expected) return
    throw new ToolError(
      `Only ${counter.count()} of ${expected} rows arrived; nothing was written.`,
      'Call again. If it fails again, read pages with `list_dataset_items`.',
    )
  }
  return { chunks: chunks(), count: () => counter.count() }
}

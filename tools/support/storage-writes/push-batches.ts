import { ToolError } from '../../../src/shared/errors.ts'

/**
 * The API takes at most 5 MB in one push (API reference, "Store items"); two bytes are left for the
 * brackets of the array.
 */
const MAX_BATCH_BYTES = 5_000_000 - 2

/**
 * Splits items into batches that the API accepts.
 * @returns the items as JSON texts, in their order
 * @throws {ToolError} if one item alone is too large
 */
export function pushBatches(items: readonly object[]): string[][] {
  const batches: string[][] = []
  let bytesLeft = 0
  items.forEach((item, position) => {
    const json = JSON.stringify(item)
    // One byte more, for the comma.
    const bytes = Buffer.byteLength(json) + 1
    if (bytes > MAX_BATCH_BYTES) {
      throw new ToolError(
        `items[${position}] is ${bytes} bytes; the API accepts at most 5 MB. Nothing was stored.`,
        'Make it smaller, or store it with `put_record`.',
      )
    }
    if (bytes > bytesLeft) {
      batches.push([])
      bytesLeft = MAX_BATCH_BYTES
    }
    batches.at(-1)?.push(json)
    bytesLeft -= bytes
  })
  return batches
}

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
  const batcher = new Batcher(' Nothing was stored.')
  const batches = items.flatMap((item, position) => {
    const full = batcher.add(JSON.stringify(item), `items[${position}]`)
    return full ? [full] : []
  })
  const last = batcher.rest()
  return last.length > 0 ? [...batches, last] : batches
}

/** Collects rows, as JSON texts, into batches that the API accepts. */
export class Batcher {
  private batch: string[] = []
  private bytesLeft = MAX_BATCH_BYTES

  /** @param consequence what an error adds to what happened */
  constructor(private readonly consequence = '') {}

  /**
   * Adds a row.
   * @param name what an error calls it
   * @returns the batch before it, if the row does not fit into that one any more
   * @throws {ToolError} if the row alone is too large
   */
  add(json: string, name: string): string[] | undefined {
    // One byte more, for the comma.
    const bytes = Buffer.byteLength(json) + 1
    if (bytes > MAX_BATCH_BYTES) {
      throw new ToolError(
        `${name} is ${bytes} bytes; the API accepts at most 5 MB.${this.consequence}`,
        'Make it smaller, or store it with `put_record`.',
      )
    }
    const full = bytes > this.bytesLeft ? this.rest() : undefined
    this.batch.push(json)
    this.bytesLeft -= bytes
    return full
  }

  /** Returns the rows that are not in a full batch, and begins a new one. */
  rest(): string[] {
    const { batch } = this
    this.batch = []
    this.bytesLeft = MAX_BATCH_BYTES
    return batch
  }
}

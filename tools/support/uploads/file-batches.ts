import { ToolError } from '../../../src/shared/errors.ts'
import type { UploadFile } from '../../../src/tool-call/uploads.ts'
import { Batcher } from '../storage-writes/push-batches.ts'
import { csvRows } from './csv-rows.ts'
import { decodeFile } from './decode-file.ts'
import { arrayRows, lineRows } from './json-rows.ts'

/**
 * Returns the rows of a file in batches that the API accepts, as JSON texts. They are read again from the beginning
 * each time. The next batch is read when the one before it is stored, so an error knows what is stored.
 * @param skip how many rows are left out
 * @param onStored called with the number of rows that are stored
 * @throws {ToolError} if the file is not of a format with rows; reading throws what is wrong with it, and what is stored
 */
export function fileBatches(
  file: UploadFile,
  skip: number,
  onStored: (rows: number) => void = () => {},
): AsyncIterable<string[]> {
  const read = readerOf(file.name)
  return {
    async *[Symbol.asyncIterator]() {
      let stored = 0
      try {
        for await (const batch of batchesOf(read(decodeFile(file.chunks())), skip)) {
          yield batch
          stored += batch.length
          onStored(stored)
        }
      } catch (error) {
        throw error instanceof ToolError ? withStored(error, stored, skip) : error
      }
    },
  }
}

/** @throws {ToolError} if no row is left, or one is too large */
async function* batchesOf(rows: AsyncIterable<string>, skip: number): AsyncGenerator<string[]> {
  const batcher = new Batcher()
  let position = 0
  for await (const row of rows) {
    const full = position >= skip && batcher.add(row, `Row ${position} of the file`)
    position++
    if (full) yield full
  }
  if (position <= skip) throw noRows(position, skip)
  yield batcher.rest()
}

type ReadRows = (text: AsyncIterable<string>) => AsyncGenerator<string>

function readerOf(name: string): ReadRows {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase()
  if (extension === 'json') return arrayRows
  if (extension === 'jsonl' || extension === 'ndjson') return lineRows
  if (extension === 'csv') return (text) => csvRows(text, undefined)
  if (extension === 'tsv') return (text) => csvRows(text, '\t')
  throw new ToolError(
    'The rows of a file are read by its extension: `.json` (an array), `.jsonl`, `.ndjson`, `.csv` or `.tsv`.',
    'Rename it, or store the file with `put_record`.',
  )
}

function withStored(
  { happened, remedy, cause }: ToolError,
  stored: number,
  skip: number,
): ToolError {
  const state =
    stored === 0
      ? 'Nothing was stored.'
      : `The ${stored} rows before its batch are stored: go on with \`offset: ${skip + stored}\`.`
  return new ToolError(happened, `${remedy} ${state}`, { cause })
}

function noRows(count: number, skip: number): ToolError {
  if (count === 0) return new ToolError('The file has no rows.', 'Check the file.')
  return new ToolError(
    `The file has ${count} rows, and \`offset\` skips ${skip} of them.`,
    'They may all be stored already: compare with `get_dataset`.',
  )
}

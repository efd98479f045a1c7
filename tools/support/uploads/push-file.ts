import type { Context } from '../../../src/tool-call/tool.ts'
import { fileBatches } from './file-batches.ts'
import { uploadsOf } from './uploads-of.ts'

/**
 * Appends the rows of a file to a dataset, batch by batch.
 * @param offset rows to skip
 * @returns how many rows were stored
 * @throws {ToolError} says how many rows are stored, and from which one to go on
 */
export function pushFile(
  { datasetId, file, offset }: { datasetId: string; file: string; offset: number },
  { apify, uploads, progress }: Pick<Context, 'apify' | 'uploads' | 'progress'>,
): Promise<number> {
  return uploadsOf(uploads).read(file, (opened) => {
    const batches = fileBatches(opened, offset, (stored) =>
      progress(`${stored} rows of the file are stored`),
    )
    return apify.pushItems(datasetId, batches, offset)
  })
}

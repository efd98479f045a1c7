import { ToolError } from '../shared/errors.ts'
import { MemoryShares } from './memory-shares.ts'

/** What reading a document in a worker may take, in MiB. */
export const WORKER_MB = 64
/** Documents that are read in workers at a time; one tenant of several has half of them. */
const WORKERS = 4
const TOTAL_MB = WORKERS * WORKER_MB

/** Creates what reading all documents of a server takes at most, in MiB. There is always some for another tenant. */
export function createJsonShares(): MemoryShares {
  return new MemoryShares({
    total: TOTAL_MB,
    most: (tenant) => (tenant === undefined ? TOTAL_MB : TOTAL_MB / 2),
    maxWaiting: 32,
    busy: () =>
      new ToolError(
        'The server already reads as many large documents as it can.',
        'Call again in a moment, or read a part: `path`, `fields`, `offset`, `export_items`.',
      ),
  })
}

import { availableParallelism } from 'node:os'
import { ToolError } from '../shared/errors.ts'
import { MemoryShares } from '../untrusted/memory-shares.ts'

/** Queries of one tenant at a time, if there are others. */
const MOST_OF_TENANT = 2
/** Queries of one tenant that may wait. */
const MAX_WAITING = 32

/** Creates the places of queries. @param atOnce queries at a time; default: one for each core */
export function createQueryPlaces(atOnce = availableParallelism()): MemoryShares {
  return new MemoryShares({
    total: atOnce,
    most: (tenant) => (tenant === undefined ? atOnce : MOST_OF_TENANT),
    maxWaiting: MAX_WAITING,
    busy: () =>
      new ToolError(
        'Too many queries wait for their turn.',
        'Call again in a moment, with fewer queries at the same time.',
      ),
  })
}

// Why an engine fails, in the words that agents read.

import { ToolError } from '../shared/errors.ts'
import type { Reply } from './query-contract.ts'

/** What the worker says about a command. */
export function failed({ failure }: Extract<Reply, { did: 'fail' }>): ToolError {
  return new ToolError(failure.happened, failure.remedy)
}

/**
 * The worker has ended.
 * @param error its last one, if it had any
 */
export function failureOf(error: { code?: string } | undefined): ToolError {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new ToolError(
      'The query, or the loading of its rows, takes more memory than the server gives it, so it was ended.',
      'Name the `fields` that the query needs, and select fewer or shorter values: `substr(x, 1, 1000)`.',
    )
  return new ToolError('The process that answers queries has ended.', 'Call again in a moment.', {
    cause: error,
  })
}

/** There is no thread, or no memory, for a worker. */
export function noThread(cause: unknown): ToolError {
  return new ToolError(
    'The process that answers queries could not be started.',
    'Call again in a moment.',
    { cause },
  )
}

/** The worker does not answer in time. */
export function tooSlow(): ToolError {
  return new ToolError(
    'The query took longer than the server gives it, so it was ended.',
    'Let it look at fewer rows or shorter texts: put the most selective condition into WHERE, avoid joins without an equality. The next query loads the rows again.',
  )
}

/** The engine ends with the server. */
export function closed(): ToolError {
  return new ToolError('The server is ending.', 'Call again when it has started.')
}

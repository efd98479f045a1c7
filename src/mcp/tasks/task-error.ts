/** Why a request about a task has no result. */
type Reason = 'invalid-params' | 'invalid-request' | 'unknown-method' | 'internal'

/** The error codes of JSON-RPC 2.0, section 5.1. */
const CODES: Record<Reason, number> = {
  'invalid-request': -32600,
  'unknown-method': -32601,
  'invalid-params': -32602,
  internal: -32603,
}

/** An error about a task. The SDK of each era writes its code and its message. */
export class TaskError extends Error {
  override name = 'TaskError'
  readonly code: number

  constructor(reason: Reason, message: string) {
    super(message)
    this.code = CODES[reason]
  }
}

/** Returns the error for an id that is not that of a task of this account. */
export function unknownTask(): TaskError {
  return new TaskError(
    'invalid-params',
    'There is no task with this id for this token. `list_runs` shows the runs that there are.',
  )
}

/**
 * An error that was written for the agent: what happened, then what to do about it.
 * Nothing but the text of a `ToolError` ever reaches the model.
 */
export class ToolError extends Error {
  override name = 'ToolError'

  /**
   * @param happened one sentence about what went wrong, in the user's terms
   * @param remedy what to do: which tool, argument or setting to use
   */
  constructor(
    readonly happened: string,
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${happened} ${remedy}`.trim(), options)
  }
}

/** Whether an error is the default reason of a signal that has aborted, or that of Node's own functions. */
export function isAbortError(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}

/** Returns any error as a `ToolError`. Of an unexpected one only the name is shown, no details. */
export function toToolError(error: unknown): ToolError {
  if (error instanceof ToolError) return error
  if (isAbortError(error)) {
    return new ToolError(
      'The call was cancelled.',
      'A run that it started continues; nothing was undone.',
    )
  }
  // JSON.stringify and others throw this if the data is nested deeper than the stack.
  if (error instanceof RangeError && /call stack/.test(error.message)) {
    return new ToolError(
      'The data of this call is nested too deeply (thousands of levels).',
      'Send flatter data, or ask for less of it (`fields`, `path`).',
    )
  }
  return new ToolError(
    `Unexpected server error (${error instanceof Error ? error.name : typeof error}).`,
    'Call again. If it happens again, report it with what the server wrote to stderr.',
  )
}

/**
 * An error that the API's clients understand. The server answers it as
 * `{ "error": { "type", "message", "data"? } }` with the HTTP status.
 */
export class ApiError extends Error {
  override name = 'ApiError'

  /**
   * @param status the HTTP status, 400 to 599
   * @param type one of the API's documented error types, such as `record-not-found`
   * @param message what happened, then what to do about it
   * @param data machine-readable details, for the few types that have them
   */
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly data?: object,
  ) {
    super(message)
  }
}

/**
 * Returns a 404 for a thing that does not exist.
 * @param what starts the sentence, such as "Dataset"
 * @param check what is perhaps wrong
 */
export function notFound(what: string, check = 'the ID or the name'): ApiError {
  return new ApiError(404, 'record-not-found', `${what} was not found. Check ${check}.`)
}

/** Returns the message of an error, or the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Returns a 400 for a value in the query or the body that is out of bounds. */
export function invalidValue(message: string): ApiError {
  return new ApiError(400, 'invalid-value', message)
}

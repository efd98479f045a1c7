/**
 * A mistake in the command line, the environment or the options of the library: what is wrong, then
 * how to correct it. Its text is for the person who starts the server, never for an agent.
 */
export class UsageError extends Error {
  override name = 'UsageError'

  /**
   * @param problem one sentence that names the flag, variable or option
   * @param remedy what to write in its place; empty if `problem` says it
   */
  constructor(
    readonly problem: string,
    readonly remedy = '',
  ) {
    super(`${problem} ${remedy}`.trim())
  }
}

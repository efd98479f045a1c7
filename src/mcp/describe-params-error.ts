import type { z } from 'zod'

/** The longest path that a sentence shows, in characters. Keys in it may be of any length. */
const MAX_PATH_CHARS = 80

/**
 * Returns one sentence for what is wrong in the `params` of a message. The schema's own message continues the
 * path, such as `must be a string`; what was sent is not repeated.
 */
export function describeParamsError(error: z.ZodError | undefined): string {
  const [issue] = error?.issues ?? []
  if (!issue) return 'The `params` are malformed.'
  const path = ['params', ...issue.path.map(String)].join('.').replace(/[^\x20-\x7e]|`/g, '?')
  const name = path.length > MAX_PATH_CHARS ? `${path.slice(0, MAX_PATH_CHARS)}…` : path
  const isMissing = issue.input === undefined
  return isMissing
    ? `\`${name}\` is missing; it ${issue.message}.`
    : `\`${name}\` ${issue.message}.`
}

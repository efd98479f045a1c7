import { nearestName } from '../shared/likeness.ts'
import { UsageError } from './usage-error.ts'

/** Longer lists of flags hide what an error says. */
const MAX_LISTED = 6
/** How people write a flag for the token, which is taken from a variable alone: other users see arguments. */
const TOKEN_FLAG = /^--?(?:apify-)?(?:api-)?(?:token|key)(?:=|$)/i

/**
 * Returns the error for an argument that is not a flag, with the flag that is most like it.
 * Of `--name=value` it shows the name only, since the value may be a secret.
 * @param known the names of the flags
 */
export function unknownArgument(argument: string, known: readonly string[]): UsageError {
  const [name = ''] = argument.startsWith('-') ? argument.split('=') : [argument]
  return new UsageError(
    `Unknown argument ${JSON.stringify(name)}.`,
    TOKEN_FLAG.test(argument)
      ? 'The token is read from the variable APIFY_TOKEN.'
      : remedy(name, known),
  )
}

function remedy(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known)
  const hint = nearest === undefined ? '' : `Did you mean --${nearest}? `
  if (known.length > MAX_LISTED) return `${hint}--help lists the flags.`
  return `${hint}The flags are ${known.map((flag) => `--${flag}`).join(', ')}.`
}

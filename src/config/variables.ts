import { nearestName } from '../shared/likeness.ts'
import { rejectEmptyLimit } from './flag-parser.ts'
import { FLAGS, PRINT_FLAGS } from './flags.ts'
import { filledIn } from './proxies.ts'
import { UsageError } from './usage-error.ts'

/** What the names of all variables for flags begin with. */
const PREFIX = 'APIFY_AGENT_TOOLS_'

/** Returns the variable that stands for a flag: `APIFY_AGENT_TOOLS_READ_ONLY` for `read-only`. */
export function variableOf(flag: string): string {
  return PREFIX + flag.toUpperCase().replaceAll('-', '_')
}

/**
 * Reads the variables that stand for flags. An empty one, or the unfilled placeholder of a client
 * (`${…}`), counts as not set.
 * @returns the values by the names of the flags
 * @throws {UsageError} if a variable with the prefix stands for no flag, or that of a limit is empty
 */
export function readVariables(env: Record<string, string | undefined>): Map<string, string> {
  const given = new Map<string, string>()
  for (const [variable, text] of Object.entries(env)) {
    // Windows does not tell cases apart; elsewhere a name in another case is a mistake.
    const name = variable.toUpperCase()
    if (!name.startsWith(PREFIX)) continue
    const flag = FLAGS.find((each) => variableOf(each.name) === name)
    if (!flag || (name !== variable && process.platform !== 'win32')) throw unknown(variable)
    if (PRINT_FLAGS.includes(flag))
      throw new UsageError(
        `${variable} is not a setting: --${flag.name} stands on the command line only.`,
        'Unset it.',
      )
    rejectEmptyLimit(flag, text, variable)
    const value = filledIn(text)
    if (value !== undefined) given.set(flag.name, value)
  }
  return given
}

function unknown(variable: string): UsageError {
  const names = FLAGS.filter((flag) => !PRINT_FLAGS.includes(flag)).map(({ name }) => name)
  const nearest = nearestName(variable.slice(PREFIX.length), names)
  return new UsageError(
    `Unknown variable ${variable}.`,
    `${nearest === undefined ? '' : `Did you mean ${variableOf(nearest)}? `}Each flag has a variable: --read-only is ${variableOf('read-only')}. Unset it if it is not for this server.`,
  )
}

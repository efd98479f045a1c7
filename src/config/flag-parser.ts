import { UsageError } from './usage-error.ts'

/** A flag of the command line. */
export interface Flag {
  name: string
  /** The name of its value in --help; a flag without it is a switch. */
  value?: string
  /** Whether the value may be left out. */
  optional?: boolean
  default: string
  describe: string
}

/**
 * Parses `--flag value`, `--flag=value` and switches. A flag with an empty value, or with the
 * unfilled placeholder of a client (`${…}`), counts as not given.
 * @returns the value of each given flag; `true` for a switch
 * @throws {UsageError} if a flag is unknown or lacks its value
 */
export function readFlags(known: readonly Flag[], argv: readonly string[]): Map<string, string> {
  const given = new Map<string, string>()
  for (let i = 0; i < argv.length; i++) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i] ?? '') ?? []
    const flag = known.find((entry) => entry.name === name)
    if (!flag) {
      throw new UsageError(
        `Unknown argument ${JSON.stringify(argv[i])}.`,
        `The flags are ${known.map((entry) => `--${entry.name}`).join(', ')}.`,
      )
    }
    const follows = argv[i + 1]
    const takesNext =
      inline === undefined &&
      flag.value !== undefined &&
      follows !== undefined &&
      !follows.startsWith('--')
    const value = takesNext ? argv[++i] : inline
    if (value === undefined && flag.value !== undefined && !flag.optional) {
      throw new UsageError(`--${name} needs a value.`, `Write --${name}=${flag.value}.`)
    }
    if (value === '' || value?.startsWith('${')) continue
    given.set(name, value ?? 'true')
  }
  return given
}

/**
 * Returns whether a switch is on.
 * @throws {UsageError} if its value is neither true nor false
 */
export function isOn(flags: Map<string, string>, name: string): boolean {
  const value = flags.get(name) ?? 'false'
  if (value === 'true' || value === 'false') return value === 'true'
  throw new UsageError(`--${name} takes true or false, not ${JSON.stringify(value)}.`)
}

interface Bounds {
  from: number
  to: number
  whole: boolean
  /** A word that the flag takes as well, for the error. */
  otherwise?: string
}

/**
 * Returns the number that a flag gives; undefined if the flag is not given.
 * @throws {UsageError} if it is not a number within the bounds
 */
export function readNumber(
  flags: Map<string, string>,
  name: string,
  { from, to, whole, otherwise }: Bounds,
): number | undefined {
  const value = flags.get(name)
  if (value === undefined) return undefined
  const parsed = Number(value)
  if (parsed >= from && parsed <= to && (!whole || Number.isInteger(parsed))) return parsed
  const kind = whole ? 'a whole number' : 'a number'
  throw new UsageError(
    `--${name} takes ${kind} from ${from} to ${to}${otherwise ? ` or ${otherwise}` : ''}, not ${JSON.stringify(value)}.`,
  )
}

/**
 * Returns the entries of a flag with a comma-separated list; undefined if the flag is not given.
 * @throws {UsageError} if the list is empty
 */
export function readList(flags: Map<string, string>, name: string): string[] | undefined {
  const entries = flags
    .get(name)
    ?.split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
  if (entries?.length !== 0) return entries
  throw new UsageError(`--${name} is empty.`, 'Write names separated by commas.')
}

import { unknownArgument } from './unknown-argument.ts'
import { UsageError } from './usage-error.ts'

/** A flag of the command line, which is a variable and a key of the config file as well. */
export interface Flag {
  name: string
  /** What it takes: true or false, a number, names separated by commas, or a text. */
  kind: 'switch' | 'number' | 'list' | 'text'
  /** The name of its value in --help: `DIR` and `FILE` are paths. A switch has none. */
  value?: string
  /** Whether the value may be left out. */
  optional?: boolean
  /** The numbers that it takes. */
  bounds?: Bounds
  /** The only names that a list takes. */
  choices?: readonly string[]
  /** Whether an empty value is an error: to leave out a limit must not happen unseen. */
  isLimit?: true
  /** The default, for people. */
  default: string
  /** Returns the default as a value, if it depends on other settings or `default` is a phrase. */
  defaultIn?: (start: Start) => unknown
  describe: string
}

/** Returns whether a flag takes the path of a folder or a file, or a list of them. */
export function takesPath({ value = '' }: Flag): boolean {
  return /^(?:DIR|FILE)\b/.test(value)
}

/** What the default of a flag may depend on. */
export interface Start {
  isHttp: boolean
  isLocal: boolean
  /** The values that were given, by the names of the flags. */
  values: ReadonlyMap<string, string>
  env: Record<string, string | undefined>
}

/** The numbers that a flag takes. */
export interface Bounds {
  from: number
  to: number
  whole: boolean
  /** A word that the flag takes as well. */
  otherwise?: string
}

/**
 * Parses `--flag value`, `--flag=value` and switches. A flag with an empty value, or with the
 * unfilled placeholder of a client (`${…}`), counts as not given.
 * @returns the value of each given flag; `true` for a switch
 * @throws {UsageError} if a flag is unknown or lacks its value, or a limit is empty or given twice
 */
export function readFlags(known: readonly Flag[], argv: readonly string[]): Map<string, string> {
  const given = new Map<string, string>()
  for (let i = 0; i < argv.length; i++) {
    const [, name = '', inline] = /^--([^=]+)(?:=(.*))?$/s.exec(argv[i] ?? '') ?? []
    const flag = known.find((entry) => entry.name === name) ?? rejectUnknown(known, argv, i)
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
    rejectEmptyLimit(flag, value, `--${name}`)
    rejectSecondLimit(flag, given)
    if (value === '' || value?.startsWith('${')) continue
    given.set(name, value ?? 'true')
  }
  return given
}

function rejectUnknown(known: readonly Flag[], argv: readonly string[], at: number): never {
  const [before, word = ''] = [argv[at - 1], argv[at]]
  const switched = known.find(({ name, value }) => value === undefined && before === `--${name}`)
  if (switched && !word.startsWith('-'))
    throw new UsageError(
      `--${switched.name} does not take ${JSON.stringify(word)}.`,
      `It is on without a value; --${switched.name}=false turns it off.`,
    )
  throw unknownArgument(
    word,
    known.map(({ name }) => name),
  )
}

/**
 * Checks that a limit has a value, of which a shell leaves nothing where its own variable is not set.
 * @param name how it was given: `--max-runs`, or its variable
 * @throws {UsageError} if the flag is a limit, and its value is empty
 */
export function rejectEmptyLimit({ isLimit }: Flag, value: string | undefined, name: string): void {
  if (!isLimit || value?.trim() !== '') return
  throw new UsageError(
    `${name} is empty, so it would limit nothing.`,
    'Give it a value, or remove it.',
  )
}

/** @throws {UsageError} if the flag is a limit that was given already: one of both would count for nothing */
function rejectSecondLimit({ isLimit, name, kind }: Flag, given: Map<string, string>): void {
  if (!isLimit || !given.has(name)) return
  throw new UsageError(
    `--${name} is there a second time.`,
    kind === 'list' ? 'Write all its entries in one, separated by commas.' : 'Remove one of them.',
  )
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

import { nearestName } from '../shared/likeness.ts'
import type { Bounds, Flag } from './flag-parser.ts'
import { FILE_FLAGS } from './flags.ts'
import { VARIABLES } from './help.ts'
import { UsageError } from './usage-error.ts'

/**
 * Returns a value of a config file as a flag would give it.
 * @param place names the key with its file and line
 * @throws {UsageError} if it is of another type than the flag takes
 */
export function checkedText(flag: Flag, value: unknown, place: string): string {
  const text = textOf(flag, value, place)
  if (text === undefined) {
    throw new UsageError(
      `${place} takes ${takenInFile(flag)}, not ${kindOf(value)}.`,
      value === null ? 'Remove it to leave it unset.' : '',
    )
  }
  return text
}

/** Returns undefined if the value is of another type. */
function textOf(flag: Flag, value: unknown, place: string): string | undefined {
  const { kind, optional, bounds } = flag
  if (typeof value === 'boolean') return kind === 'switch' || optional ? String(value) : undefined
  if (typeof value === 'number') return kind === 'number' ? String(value) : undefined
  if (Array.isArray(value)) return kind === 'list' ? joined(value, place) : undefined
  if (typeof value !== 'string') return undefined
  if (kind === 'number') return value === bounds?.otherwise ? value : undefined
  return kind === 'text' ? plain(value, place) : undefined
}

function joined(entries: readonly unknown[], place: string): string {
  if (entries.length === 0)
    throw new UsageError(`${place} is an empty list.`, 'Name at least one, or remove it.')
  const texts = entries.map((entry) => {
    if (typeof entry !== 'string')
      throw new UsageError(`${place} takes a list of texts, and one entry is ${kindOf(entry)}.`)
    if (entry.includes(','))
      throw new UsageError(`${place} has an entry with a comma.`, 'Write two entries.')
    return plain(entry, place)
  })
  return texts.join(',')
}

/** Returns a text that a flag can give too. */
function plain(text: string, place: string): string {
  if (text.trim() === '')
    throw new UsageError(`${place} is an empty text.`, 'Remove it to leave it unset.')
  if (text.startsWith('${'))
    throw new UsageError(
      `${place} is a placeholder, which nothing fills in.`,
      'Write the value itself, or set a variable in its place.',
    )
  return text
}

/** Returns what a flag takes in a config file, for a sentence. */
export function takenInFile({ kind, value = '', optional, bounds, choices }: Flag): string {
  if (kind === 'switch') return 'true or false'
  if (kind === 'number') return numbers(bounds)
  if (kind === 'list')
    return choices ? `a list of ${choices.map(quote).join(' and ')}` : 'a list of texts'
  if (value.includes('|')) return value.split('|').map(quote).join(' or ')
  return optional ? 'true, false or a text' : 'a text'
}

function numbers(bounds: Bounds | undefined): string {
  if (!bounds) return 'a number'
  const { from, to, whole, otherwise } = bounds
  const number = `${whole ? 'a whole number' : 'a number'} from ${from} to ${to}`
  return otherwise === undefined ? number : `${number} or ${quote(otherwise)}`
}

const quote = (text: string) => JSON.stringify(text)

/** Returns what a value is. A text is not shown: it may be a secret in the wrong place. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'a text'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** Returns the error for a key that is not a setting. */
export function unknownKey(key: string, place: string): UsageError {
  const names = FILE_FLAGS.map(({ name }) => name)
  const secrets = VARIABLES.filter(({ secret }) => secret).map(({ name }) => name)
  const nearest = nearestName(key, [...names, ...secrets])
  if (nearest !== undefined && secrets.includes(nearest))
    return new UsageError(
      `${place}: secrets are not taken from a file.`,
      `Remove it, and set the variable ${nearest}.`,
    )
  const hint = nearest === undefined ? '' : `Did you mean ${quote(nearest)}? `
  return new UsageError(
    `${place} is not a setting.`,
    `${hint}The settings have the names of the flags, which --help lists.`,
  )
}

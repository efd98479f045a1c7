import { type Flag, readList } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

/** The flags for confirmation by a person. */
export const CONFIRMATION_FLAGS: readonly Flag[] = [
  {
    name: 'confirm',
    kind: 'list',
    choices: ['paid', 'write'],
    value: 'paid,write',
    default: 'off',
    describe:
      'Ask the person before calls that start runs (`paid`), change data (`write`), or both.',
  },
  {
    name: 'confirm-fallback',
    kind: 'text',
    value: 'refuse|allow',
    default: 'refuse',
    describe: 'What happens to such a call if the client cannot ask.',
  },
]

export interface ConfirmationConfig {
  /** Which calls a person must confirm. */
  kinds: ('paid' | 'write')[]
  /** What happens if nobody can be asked. */
  fallback: 'refuse' | 'allow'
}

/**
 * Reads the flags for confirmation.
 * @returns undefined if `--confirm` is off
 * @throws {UsageError} that names the wrong flag and what it takes
 */
export function readConfirmationConfig(flags: Map<string, string>): ConfirmationConfig | undefined {
  return confirmationConfig(readList(flags, 'confirm'), flags.get('confirm-fallback'))
}

/**
 * Returns the configuration for given names and fallback, of flags or options.
 * @returns undefined without `names`
 * @throws {UsageError} that names the wrong flag and what it takes
 */
export function confirmationConfig(
  names: readonly string[] | undefined,
  named: string | undefined,
): ConfirmationConfig | undefined {
  const fallback = readFallback(named)
  if (names) return { kinds: names.map(readKind), fallback: fallback ?? 'refuse' }
  if (fallback === undefined) return undefined
  throw new UsageError(
    '--confirm-fallback works with --confirm only.',
    'Add --confirm, or remove --confirm-fallback.',
  )
}

function readKind(name: string): 'paid' | 'write' {
  if (name === 'paid' || name === 'write') return name
  throw new UsageError(
    `--confirm takes paid, write or both, not ${JSON.stringify(name)}.`,
    'Write --confirm=paid,write.',
  )
}

function readFallback(value: string | undefined): ConfirmationConfig['fallback'] | undefined {
  if (value === undefined || value === 'refuse' || value === 'allow') return value
  throw new UsageError(
    `--confirm-fallback takes refuse or allow, not ${JSON.stringify(value)}.`,
    'Remove it to refuse.',
  )
}

import { type Flag, isOn, readFlags, readNumber } from '../config/flag-parser.ts'
import { UsageError } from '../config/usage-error.ts'
import { localFolder } from './local-folder.ts'

const FLAGS: readonly Flag[] = [
  {
    name: 'keep-runs',
    kind: 'number',
    value: 'N',
    default: 'none',
    describe: 'Keeps the N runs that ended last.',
  },
  {
    name: 'older',
    kind: 'number',
    value: 'DAYS',
    default: 'any age',
    describe: 'Removes only runs that ended more than DAYS days ago.',
  },
  { name: 'dry-run', kind: 'switch', default: 'off', describe: 'Only says what it would remove.' },
  {
    name: 'local',
    kind: 'text',
    value: 'DIR',
    default: 'the default folder',
    describe: 'Data of the platform.',
  },
]

const DAY_MS = 86_400_000
/** A hundred years: a date before that would not mean anything. */
const MAX_DAYS = 36_500

/**
 * Runs `prune`, which removes ended runs of the local platform with their logs and default storages.
 * The platform must not be running.
 * @returns a line for the terminal that says what was removed
 * @throws {UsageError} if an argument is wrong, or none says which runs to remove
 * @throws {Error} if the folder is missing or in use
 */
export async function runPruneCommand(
  argv: readonly string[],
  env: Record<string, string | undefined>,
): Promise<string> {
  const flags = readFlags(FLAGS, argv)
  const keepRuns = readNumber(flags, 'keep-runs', {
    from: 0,
    to: Number.MAX_SAFE_INTEGER,
    whole: true,
  })
  const days = readNumber(flags, 'older', { from: 0, to: MAX_DAYS, whole: false })
  const dryRun = isOn(flags, 'dry-run')
  if (keepRuns === undefined && days === undefined) {
    throw new UsageError(
      '`prune` needs to know which ended runs to remove.',
      'Write: prune --keep-runs N to keep the last N, or prune --older DAYS to keep newer ones.',
    )
  }
  const dir = localFolder(flags.get('local'), env)
  const { pruneRuns } = await import('../local/index.ts')
  const endedBefore = days === undefined ? undefined : new Date(Date.now() - days * DAY_MS)
  const { runs, storages, bytes, kept } = await pruneRuns(dir, {
    keepRuns,
    endedBefore,
    dryRun,
  })
  const done = dryRun ? 'Would remove' : 'Removed'
  const size = `${bytes.toLocaleString('en-US')} bytes`
  return `${done} ${count(runs, 'run')} and ${count(storages, 'storage')} (${size}). ${count(kept, 'run')} ${kept === 1 ? 'stays' : 'stay'}.\n`
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`
}

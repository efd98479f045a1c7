import { type Flag, isOn, readFlags } from '../../config/flag-parser.ts'
import { FLAGS as SERVER_FLAGS } from '../../config/flags.ts'
import { UsageError } from '../../config/usage-error.ts'
import { nearestName } from '../../shared/likeness.ts'
import type { Client } from './client.ts'
import { CLIENTS } from './clients/index.ts'

/** What clients call this server, unless a person chooses another name. */
export const SERVER_NAME = 'apify'

const FLAGS: readonly Flag[] = [
  { name: 'dry-run', kind: 'switch', default: 'off', describe: 'Only shows what it would change.' },
  {
    name: 'file',
    kind: 'switch',
    default: 'off',
    describe: "Edits the settings file, where it would run the client's own command.",
  },
  {
    name: 'name',
    kind: 'text',
    value: 'NAME',
    default: SERVER_NAME,
    describe: 'The name of the server in the client.',
  },
]

/** What a person asked for. */
export interface Arguments {
  /** Undefined if none is named. */
  client: Client | undefined
  /** The name of the server in the client. */
  name: string
  isDryRun: boolean
  /** Whether the client's own command is not run. */
  onlyFile: boolean
  /** The flags after `--`, which are the server's. */
  serverFlags: string[]
}

/**
 * Reads what follows `install` or `uninstall`.
 * @throws {UsageError} if a client or a flag is unknown
 */
export function readArguments(argv: readonly string[]): Arguments {
  const end = argv.indexOf('--')
  const own = end === -1 ? [...argv] : argv.slice(0, end)
  const at = own.findIndex((word, i) => !word.startsWith('-') && own[i - 1] !== '--name')
  const flags = readOwnFlags(at === -1 ? own : own.toSpliced(at, 1))
  return {
    client: at === -1 ? undefined : clientNamed(own[at] ?? ''),
    name: serverName(flags.get('name')),
    isDryRun: isOn(flags, 'dry-run'),
    onlyFile: isOn(flags, 'file'),
    serverFlags: end === -1 ? [] : argv.slice(end + 1),
  }
}

/** @throws {UsageError} if a flag is unknown; for one of the server, it says where that belongs */
function readOwnFlags(argv: readonly string[]): Map<string, string> {
  const isOwn = (name: string) => FLAGS.some((flag) => flag.name === name)
  for (const word of argv) {
    const [, name = ''] = /^--([^=]+)/.exec(word) ?? []
    if (isOwn(name) || !SERVER_FLAGS.some((flag) => flag.name === name)) continue
    throw new UsageError(
      `--${name} is a flag of the server.`,
      `Write it after \`--\`, such as: install cursor -- ${word}`,
    )
  }
  return readFlags(FLAGS, argv)
}

function clientNamed(wanted: string): Client {
  const names = CLIENTS.map(({ name }) => name)
  const client = CLIENTS.find(({ name }) => name === wanted)
  if (client) return client
  const nearest = nearestName(wanted, names)
  throw new UsageError(
    `Unknown client ${JSON.stringify(wanted)}.`,
    `${nearest === undefined ? '' : `Did you mean ${nearest}? `}The clients are ${names.join(', ')}.`,
  )
}

/** @throws {UsageError} if a client would not take the name (Codex takes the fewest characters) */
function serverName(given: string = SERVER_NAME): string {
  if (/^[\w-]{1,64}$/.test(given) && given !== '__proto__') return given
  throw new UsageError(
    `--name takes 1 to 64 letters, digits, hyphens and underscores, not ${JSON.stringify(given)}.`,
  )
}

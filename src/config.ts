import { homedir, platform } from 'node:os'
import { join, resolve } from 'node:path'
import { HTTP_FLAGS, type HttpConfig, readHttpConfig } from './config-http.ts'
import { type Flag, isOn, list, number, readFlags, UsageError } from './flags.ts'

export { UsageError }

declare const __VERSION__: string

/** The version of the package; the build puts it in. */
export const VERSION = typeof __VERSION__ === 'string' ? __VERSION__ : '0.0.0-source'

export const CLOUD_URL = 'https://api.apify.com'
const CONSOLE_URL = 'https://console.apify.com'

/** The one table of flags; README and the help are made from it. */
export const FLAGS: readonly Flag[] = [
  ...HTTP_FLAGS,
  {
    name: 'local',
    value: 'DIR',
    optional: true,
    default: 'on over stdio without APIFY_TOKEN',
    describe: 'Use the embedded local platform, with its data in DIR.',
  },
  {
    name: 'actors',
    value: 'DIR[,DIR…]',
    default: 'the bundled Actors',
    describe: 'Actor projects that the local platform may run.',
  },
  {
    name: 'tools',
    value: 'a,b',
    default: 'all',
    describe: 'Tools or toolsets (`runs`, `storage`, `actors`) to offer.',
  },
  {
    name: 'actor-tools',
    value: 'user/name,…',
    default: 'none',
    describe: 'Offer each of these Actors as a tool of its own, with its input as arguments.',
  },
  {
    name: 'read-only',
    default: 'off',
    describe: 'Offer only tools that change nothing; the others are neither listed nor callable.',
  },
  {
    name: 'max-result-tokens',
    value: 'N',
    default: '8000',
    describe: 'The budget of one result, from 500 to 25000 tokens.',
  },
  {
    name: 'max-run-cost-usd',
    value: 'N',
    default: 'none',
    describe:
      'The ceiling of `maxTotalChargeUsd`: sent when a call names none, refused when a call names more.',
  },
  {
    name: 'download-dir',
    value: 'DIR',
    default: 'none',
    describe: 'Offer `export_items`, which writes files into DIR and nowhere else; stdio only.',
  },
  {
    name: 'no-structured',
    default: 'off',
    describe: 'Send results as text only, for clients that pay for both halves.',
  },
  { name: 'help', default: 'off', describe: 'Print this help.' },
  { name: 'version', default: 'off', describe: 'Print the version.' },
]

export interface Config {
  /** The embedded platform's data folder and Actor folders, or the API to call. */
  target:
    | { mode: 'local'; dir: string; ownDir: boolean; actorDirs: string[] | undefined }
    | { mode: 'cloud'; baseUrl: string; token: string | undefined; consoleUrl: string }
  /** Names of tools and toolsets; all where it is missing. */
  tools: string[] | undefined
  /** Actors offered as tools of their own. */
  actorTools: string[]
  readOnly: boolean
  maxResultTokens: number
  maxRunCostUsd: number | undefined
  structured: boolean
  /** Where files may be written; nowhere where it is missing. */
  downloadDir: string | undefined
  /** How to serve over HTTP; over stdio where it is missing. */
  http: HttpConfig | undefined
}

type Environment = Record<string, string | undefined>

/**
 * Reads argv (without node and script) and the environment.
 * @throws UsageError that names the flag or variable and what it takes
 */
export function readConfig(argv: readonly string[], env: Environment): Config {
  const flags = readFlags(FLAGS, argv)
  const aim = target(flags, env)
  const http = readHttpConfig(flags, env, aim.mode)
  return {
    // Clients that bring their own tokens must never fall back on the one of this server.
    target:
      aim.mode === 'cloud' && http?.access.kind === 'token' ? { ...aim, token: undefined } : aim,
    tools: list(flags, 'tools'),
    actorTools: list(flags, 'actor-tools') ?? [],
    readOnly: isOn(flags, 'read-only'),
    maxResultTokens:
      number(flags, 'max-result-tokens', { from: 500, to: 25_000, whole: true }) ?? 8000,
    maxRunCostUsd: number(flags, 'max-run-cost-usd', {
      from: 0.000_001,
      to: 1_000_000,
      whole: false,
    }),
    structured: !isOn(flags, 'no-structured'),
    downloadDir: downloadDir(flags),
    http,
  }
}

function downloadDir(flags: Map<string, string>): string | undefined {
  const dir = flags.get('download-dir')
  if (dir !== undefined && isOn(flags, 'http')) {
    throw new UsageError(
      '--download-dir works over stdio only.',
      'Over HTTP clients are on other machines: leave it out.',
    )
  }
  return dir && resolve(dir)
}

function target(flags: Map<string, string>, env: Environment): Config['target'] {
  // A client that fills in no value may leave its placeholder.
  const token = env.APIFY_TOKEN?.trim().replace(/^\$\{.*$/, '') || undefined
  // Over HTTP each client brings a token, so that none here is no reason to work locally.
  const local = flags.get('local') ?? (token || isOn(flags, 'http') ? 'false' : 'true')
  if (local === 'false') {
    const baseUrl = (env.APIFY_API_BASE_URL?.trim() || CLOUD_URL).replace(/\/+$/, '')
    if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
      throw new UsageError(
        `APIFY_API_BASE_URL is not a URL: ${JSON.stringify(baseUrl)}.`,
        `Give one such as ${CLOUD_URL}.`,
      )
    }
    return { mode: 'cloud', baseUrl, token, consoleUrl: CONSOLE_URL }
  }
  const ownDir = local === 'true'
  return {
    mode: 'local',
    dir: ownDir ? join(dataHome(env), 'apify-agent-tools') : resolve(local),
    ownDir,
    actorDirs: list(flags, 'actors')?.map((dir) => resolve(dir)),
  }
}

/** Where this system keeps the data of a user's programs. */
function dataHome(env: Environment): string {
  if (platform() === 'win32') return env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local')
  if (platform() === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return env.XDG_DATA_HOME || join(homedir(), '.local', 'share')
}

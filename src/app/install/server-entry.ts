import { checkActorFolders } from '../../config/actor-folders.ts'
import { CLOUD_URL } from '../../config/backend-target.ts'
import { type Config, configOf } from '../../config/config.ts'
import { isOn } from '../../config/flag-parser.ts'
import { PRINT_FLAGS } from '../../config/flags.ts'
import { filledIn } from '../../config/proxies.ts'
import { readSettings, type Settings, valuesOf } from '../../config/settings.ts'
import { UsageError } from '../../config/usage-error.ts'
import { selectTools } from '../../mcp/select-tools.ts'
import { readCatalog } from '../../mcp/tool-catalog.ts'
import { givenFlags } from '../given-flags.ts'
import { exampleRequest } from '../setup-hint.ts'
import type { ServerEntry } from './client.ts'
import { IS_PUBLISHED, npxCommand } from './published.ts'

type Environment = Record<string, string | undefined>

/** The paths of this Node and of this program, which clients start. */
export interface Program {
  execPath: string
  script: string
  platform: NodeJS.Platform
}

/** What a client is told to start, and what a person should know about its token. */
export interface WantedEntry {
  entry: ServerEntry
  /** One or more sentences; undefined if the token is written. */
  tokenNote: string | undefined
  /** A request to the agent that this server can fulfil. */
  example: string
}

/**
 * Returns how a client starts this server with some flags.
 * @param flags of the server; relative paths in them become absolute
 * @param isPublished whether it is started by `npx`
 * @throws {UsageError} if a flag is wrong, or of no use to a client
 */
export async function wantedEntry(
  flags: readonly string[],
  env: Environment,
  program: Program,
  isPublished = IS_PUBLISHED,
): Promise<WantedEntry> {
  const settings = readSettings(flags, {})
  rejectUseless(settings)
  const { APIFY_TOKEN, APIFY_API_BASE_URL } = env
  const config = configOf(settings, { APIFY_TOKEN, APIFY_API_BASE_URL })
  checkNames(config)
  const [command = '', ...args] = isPublished
    ? npxCommand(program.platform)
    : [program.execPath, program.script]
  const { variables, tokenNote } = environmentFor(config, settings, filledIn(APIFY_TOKEN))
  const entry = { command, args: [...args, ...givenFlags(settings)] }
  return {
    entry: Object.keys(variables).length > 0 ? { ...entry, env: variables } : entry,
    tokenNote,
    example: exampleRequest(config),
  }
}

/** @throws {UsageError} for flags that print, or serve others than the client that starts the server */
function rejectUseless(settings: Settings): void {
  for (const { name } of PRINT_FLAGS.filter((flag) => settings.has(flag.name))) {
    throw new UsageError(`--${name} prints and ends, so no client can use it.`, 'Leave it out.')
  }
  if (!isOn(valuesOf(settings), 'http')) return
  throw new UsageError(
    '--http serves clients over HTTP, but this client starts the server itself.',
    'Leave it out. To attach a server over HTTP, start it with --http in a terminal: it prints the settings.',
  )
}

/** @throws {UsageError} if a tool or a folder of Actors does not exist */
function checkNames(config: Config): void {
  if (config.target.mode === 'local') checkActorFolders(config.target.actorDirs ?? [])
  const catalog = config.payments ? undefined : readCatalog()
  if (catalog) selectTools(catalog.tools, config)
}

function environmentFor(
  { target, payments }: Config,
  settings: Settings,
  token: string | undefined,
): { variables: Record<string, string>; tokenNote: string | undefined } {
  if (target.mode === 'local') {
    const tokenNote = token
      ? 'APIFY_TOKEN is not written: with --local, the server runs Actors on this computer.'
      : settings.has('local')
        ? undefined
        : NO_TOKEN
    return { variables: {}, tokenNote }
  }
  const isLogin = isOn(valuesOf(settings), 'apify-login')
  const variables = {
    ...(token && !isLogin && { APIFY_TOKEN: token }),
    ...(target.baseUrl !== CLOUD_URL && { APIFY_API_BASE_URL: target.baseUrl }),
  }
  if (isLogin)
    return {
      variables,
      tokenNote:
        "APIFY_TOKEN is not written: --apify-login uses the token of Apify's command line.",
    }
  const tokenNote = token ? undefined : `No APIFY_TOKEN: calls pay for their runs by ${payments}.`
  return { variables, tokenNote }
}

/** Without a token the server uses the local platform (`readTarget` in src/config/config.ts). */
const NO_TOKEN = `APIFY_TOKEN is not set, so the server runs Actors on this computer. To use Apify's cloud, copy
your token from https://console.apify.com/settings/integrations, set APIFY_TOKEN to it, and run
this command again.`

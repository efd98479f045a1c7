import { realpathSync } from 'node:fs'
import { CLOUD_URL } from '../config/backend-target.ts'
import type { Config } from '../config/config.ts'
import type { Settings } from '../config/settings.ts'
import { variableOf } from '../config/variables.ts'
import { VERSION } from '../shared/version.ts'
import { givenBy, givenFlags } from './given-flags.ts'
import { quoteWord } from './quote-word.ts'

interface Started {
  /** The path of the Node that runs this server, and the script and settings that it was given. */
  execPath: string
  script: string
  settings: Settings
}

const HEAD = `apify-agent-tools ${VERSION}: an MCP server that gives an AI agent access to the Apify platform.`
const VS_CODE = 'VS Code (.vscode/mcp.json) expects "servers" instead of "mcpServers"'
const END = '--help lists the flags. The server now waits for clients; Ctrl+C stops it.'
/** Stands in for the token, which is never shown. */
const TOKEN = 'your-token'

/**
 * Returns the text for people who start the server in a terminal: what it is, and the settings that
 * add it to a client, with the paths, flags and variables of this start. It never shows the token.
 */
export function setupHint(config: Config, { execPath, script, settings }: Started): string {
  const args = [realpathSync(script), ...givenFlags(settings)]
  const env = environment(config, settings)
  const server = { command: execPath, args, ...(Object.keys(env).length > 0 && { env }) }
  const variables = Object.entries(env).map(
    ([name, value]) => `--env ${quoteWord(`${name}=${value}`)} `,
  )
  const command = [execPath, ...args].map(quoteWord).join(' ')
  return `${HEAD}
${describeTarget(config, settings)}

An MCP client starts it and talks to it on stdin and stdout. To add it, paste this into the
settings of Claude Desktop, Cursor or Windsurf:

${settingsJson(server)}

${VS_CODE}. For Claude Code, run:

claude mcp add ${variables.join('')}--transport stdio apify -- ${command}

Then ask the agent: "${exampleRequest(config)}"
${END}

`
}

/**
 * Returns the same for a server over HTTP.
 * @param address the URL that it listens on; clients cannot call `0.0.0.0`, so a loopback address is shown
 */
export function httpSetupHint(config: Config, address: string): string {
  const url = address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')
  const elsewhere =
    url === address ? '' : '\nFrom another machine, use the name of this machine in the URL.'
  const access = config.http?.access
  // A client gets an access token by itself, as the answer 401 says.
  const open =
    access?.kind === 'open' ||
    access?.kind === 'oauth' ||
    (access?.kind === 'token' && access.isOptional)
  const credential = access?.kind === 'key' ? 'the-MCP_ACCESS_KEY' : TOKEN
  const Authorization = `Bearer ${credential}`
  const settings = { url, ...(!open && { headers: { Authorization } }) }
  const header = open ? '' : ` --header "Authorization: ${Authorization}"`
  return `${HEAD}
It serves clients over HTTP at ${url}.${elsewhere}

To add one, paste this into the settings of Cursor or Windsurf:

${settingsJson(settings)}

${VS_CODE}, and "type": "http" beside
the URL. For Claude Code, run:

claude mcp add --transport http apify ${url}${header}

Then ask the agent: "${exampleRequest(config)}"
${END} Its log follows.

`
}

/** Returns a request to the agent that this server can fulfil. */
export function exampleRequest({ target, readOnly }: Config): string {
  if (target.mode === 'cloud')
    return 'Find an Apify Actor that crawls websites, and tell me what it costs.'
  if (target.actorDirs || readOnly) return 'Which Actors are there, and what input do they take?'
  return 'Crawl https://example.com with local/website-crawler and show me its rows.'
}

const settingsJson = (apify: object) => JSON.stringify({ mcpServers: { apify } }, null, 2)

function environment({ target, payments }: Config, settings: Settings): Record<string, string> {
  const variables = givenVariables(settings)
  if (target.mode === 'local') return variables
  const { baseUrl, token } = target
  const needsToken = !usesLogin(settings) && (token !== undefined || payments === undefined)
  return {
    ...(needsToken && { APIFY_TOKEN: TOKEN }),
    ...(baseUrl !== CLOUD_URL && { APIFY_API_BASE_URL: baseUrl }),
    ...variables,
  }
}

function describeTarget({ target, payments }: Config, settings: Settings): string {
  if (payments && target.mode === 'cloud')
    return `It uses ${target.baseUrl}; calls pay for their runs by ${payments}.`
  const token = usesLogin(settings)
    ? "the token of Apify's command line"
    : 'the token in APIFY_TOKEN'
  if (target.mode === 'cloud') return `It uses ${target.baseUrl} with ${token}.`
  return `It runs Actors on this computer and keeps their data in ${target.dir}.
To use Apify's cloud, set APIFY_TOKEN in its environment.`
}

function usesLogin(settings: Settings): boolean {
  return settings.get('apify-login')?.value === 'true'
}

/** Returns the variables of flags that were given, with absolute paths. */
function givenVariables(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    givenBy('variable', settings).map(({ name, value }) => [variableOf(name), value]),
  )
}

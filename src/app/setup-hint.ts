import { realpathSync } from 'node:fs'
import { BUNDLED } from '../config/actor-folders.ts'
import { CLOUD_URL } from '../config/backend-target.ts'
import type { Config } from '../config/config.ts'
import { readFlags } from '../config/flag-parser.ts'
import { FLAGS } from '../config/flags.ts'
import { folderPath } from '../config/folders.ts'
import { VERSION } from '../shared/version.ts'
import { quoteWord } from './quote-word.ts'

interface Started {
  /** The path of the Node that runs this server, and the script and flags that it was given. */
  execPath: string
  script: string
  flags: readonly string[]
}

const HEAD = `apify-agent-tools ${VERSION}: an MCP server that gives an AI agent access to the Apify platform.`
const VS_CODE = 'VS Code (.vscode/mcp.json) expects "servers" instead of "mcpServers"'
const END = '--help lists the flags. The server now waits for clients; Ctrl+C stops it.'
/** Stands in for the token, which is never shown. */
const TOKEN = 'your-token'

/**
 * Returns the text for people who start the server in a terminal: what it is, and the settings that
 * add it to a client, with the paths and flags of this start. It never shows the token.
 */
export function setupHint(config: Config, { execPath, script, flags }: Started): string {
  const args = [realpathSync(script), ...withAbsoluteFolders(flags)]
  const env = environment(config)
  const settings = { command: execPath, args, ...(Object.keys(env).length > 0 && { env }) }
  const variables = Object.entries(env).map(
    ([name, value]) => `--env ${quoteWord(`${name}=${value}`)} `,
  )
  const command = [execPath, ...args].map(quoteWord).join(' ')
  return `${HEAD}
${describeTarget(config)}

An MCP client starts it and talks to it on stdin and stdout. To add it, paste this into the
settings of Claude Desktop, Cursor or Windsurf:

${settingsJson(settings)}

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
  const open = access?.kind === 'open' || (access?.kind === 'token' && access.isOptional)
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
function exampleRequest({ target, readOnly }: Config): string {
  if (target.mode === 'cloud')
    return 'Find an Apify Actor that crawls websites, and tell me what it costs.'
  if (target.actorDirs || readOnly) return 'Which Actors are there, and what input do they take?'
  return 'Crawl https://example.com with local/website-crawler and show me its rows.'
}

const settingsJson = (apify: object) => JSON.stringify({ mcpServers: { apify } }, null, 2)

function environment({ target, payments }: Config): Record<string, string> {
  if (target.mode === 'local') return {}
  const { baseUrl, token } = target
  const needsToken = token !== undefined || payments === undefined
  return {
    ...(needsToken && { APIFY_TOKEN: TOKEN }),
    ...(baseUrl !== CLOUD_URL && { APIFY_API_BASE_URL: baseUrl }),
  }
}

function describeTarget({ target, payments }: Config): string {
  if (payments && target.mode === 'cloud')
    return `It uses ${target.baseUrl}; calls pay for their runs by ${payments}.`
  if (target.mode === 'cloud') return `It uses ${target.baseUrl} with the token in APIFY_TOKEN.`
  return `It runs Actors on this computer and keeps their data in ${target.dir}.
To use Apify's cloud, set APIFY_TOKEN in its environment.`
}

/** Flags whose values are folders. */
const FOLDERS = ['local', 'actors', 'download-dir', 'upload-dir']

/** Returns the flags with absolute folders, since a client starts the server in another folder. */
function withAbsoluteFolders(flags: readonly string[]): string[] {
  return [...readFlags(FLAGS, flags)].map(([name, value]) => {
    if (value === 'true') return `--${name}`
    if (!FOLDERS.includes(name) || value === 'false') return `--${name}=${value}`
    const folders = value.split(',').map((folder) => folder.trim())
    const isName = (folder: string) => name === 'actors' && folder === BUNDLED
    const absolute = folders.map((folder) => (isName(folder) ? folder : folderPath(folder)))
    return `--${name}=${absolute.join(',')}`
  })
}

import { realpathSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Config, FLAGS, VERSION } from './config.ts'
import { readFlags } from './flags.ts'

interface Started {
  /** The Node that runs this server, and the script and flags that it was given. */
  execPath: string
  script: string
  flags: readonly string[]
}

/**
 * What a person reads who starts the server by hand: what it is and the settings that attach it,
 * with the paths and flags that it was started with. It never shows the token.
 */
export function greeting({ target }: Config, { execPath, script, flags }: Started): string {
  const args = [realpathSync(script), ...absolute(flags)]
  const env = target.mode === 'cloud' ? { env: { APIFY_TOKEN: 'your-token' } } : {}
  const settings = { mcpServers: { apify: { command: execPath, args, ...env } } }
  const where =
    target.mode === 'cloud'
      ? `It works on ${target.baseUrl}, with the token in APIFY_TOKEN.`
      : `It runs Actors on this computer, with their data in ${target.dir}.
For Apify's cloud, set APIFY_TOKEN in its environment.`
  const variables = target.mode === 'cloud' ? ' --env APIFY_TOKEN=your-token' : ''
  const command = [execPath, ...args].map(quote).join(' ')
  return `apify-agent-tools ${VERSION}: an MCP server that gives an AI agent the Apify platform.
${where}

An MCP client starts it and talks to it on stdin and stdout. To attach it, paste this into the
settings of Claude Desktop, Cursor or Windsurf:

${JSON.stringify(settings, null, 2)}

VS Code (.vscode/mcp.json) wants "servers" in place of "mcpServers". Claude Code takes a command:

claude mcp add${variables} --transport stdio apify -- ${command}

Then ask the agent: "What can you do with Apify?" --help shows the flags. It waits for a client now;
Ctrl+C ends it.

`
}

/** Flags whose values are folders. */
const FOLDERS = ['local', 'actors', 'download-dir']

/** The flags with the folders that they name here, since a client starts the server elsewhere. */
function absolute(flags: readonly string[]): string[] {
  return [...readFlags(FLAGS, flags)].map(([name, value]) => {
    if (value === 'true') return `--${name}`
    if (!FOLDERS.includes(name) || value === 'false') return `--${name}=${value}`
    const folders = value.split(',').map((folder) => resolve(folder.trim()))
    return `--${name}=${folders.join(',')}`
  })
}

/** As a POSIX shell reads it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

import { execFile } from 'node:child_process'
import { mkdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { type Program, type Server, startServer } from './process.ts'
import type { Report } from './table.ts'

/** Node as a package: the incumbent needs a newer version than our server. */
const NODE = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
const NODE_MAJOR = 24
const SERVER = '@apify/actors-mcp-server'
/** The newest version when these benches were last looked at. */
const SERVER_VERSION = '0.16.0'
/** Chooses the tools that do what our default toolsets do. */
export const INCUMBENT_FLAGS = ['--tools', 'actors,runs,storage']
/** The Actors that it offers as tools without these flags. */
export const DEFAULT_ACTORS = ['rag-web-browser', 'web-fetch']
/** The installed program, and which versions it is, in words. */
export type Incumbent = Program & { version: string }

/** Enough for a slow network, in milliseconds. */
const TIMEOUT_MS = 300_000

/**
 * Starts the incumbent.
 * @param env variables with which it reaches the API
 * @returns the server and its version, or why it is not available
 */
export async function startIncumbent(
  env: Record<string, string>,
): Promise<(Server & { version: string }) | string> {
  const program = await installIncumbent()
  if (typeof program === 'string') return program
  const server = startServer({ ...program, env: { ...program.env, ...env } })
  await server.open()
  return { ...server, version: program.version }
}

/**
 * Installs Apify's own server from npm into a folder that later benches reuse.
 * @returns how to start it, or why it could not be installed
 */
export async function installIncumbent(): Promise<Incumbent | string> {
  const folder = join(tmpdir(), 'apify-agent-tools-bench')
  const packages = [`${NODE}@${NODE_MAJOR}`, `${SERVER}@${SERVER_VERSION}`]
  const flags = ['--no-audit', '--no-fund', '--no-save', '--prefix', folder]
  try {
    await mkdir(folder, { recursive: true })
    await promisify(execFile)('npm', ['install', ...flags, ...packages], { timeout: TIMEOUT_MS })
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    return `${SERVER} could not be installed: ${reason}`
  }
  const modules = join(folder, 'node_modules')
  return {
    command: join(modules, NODE, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    args: [join(modules, SERVER, 'dist', 'stdio.js'), ...INCUMBENT_FLAGS],
    env: { TELEMETRY_ENABLED: 'false' },
    version: `${SERVER} ${await versionOf(join(modules, SERVER))} on Node ${await versionOf(join(modules, NODE))}`,
  }
}

/** Returns the program with its own default tools. */
export const byDefault = (incumbent: Program): Program => ({
  ...incumbent,
  args: incumbent.args.slice(0, -INCUMBENT_FLAGS.length),
})

/** Reads the version of an installed package. */
async function versionOf(folder: string): Promise<string> {
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** What a report says of the incumbent: its version, or why it was not measured. */
export function measuredIncumbent(
  found: { version: string } | string,
): Pick<Report, 'incumbent' | 'skipped'> {
  return typeof found === 'string' ? { skipped: found } : { incumbent: found.version }
}

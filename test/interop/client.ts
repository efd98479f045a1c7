import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { startHttp } from '../support/http.ts'
import { tapHttp, versionOverStdio } from './wire.ts'

export type Transport = 'stdio' | 'HTTP'

/** A client of MCP as its users run it. */
export interface InteropClient {
  /** Package and version, and how it is set, where it can be set differently. */
  name: string
  /** The versions of MCP of which it is to take one, seen between it and the server. */
  protocols: readonly string[]
  /** What runs it. */
  runtime: string
  /** Why it cannot run here. */
  missing?: string | undefined
  /** Flags that the server gets over HTTP; over stdio the client names them. */
  flags?: string[]
  connect(server: Server): Promise<Connection>
}

export interface Connection {
  /** The tools that the agent is offered. */
  listTools(): Promise<{ name: string; schema: Record<string, unknown> }[]>
  call(name: string, args: Record<string, unknown>): Promise<Seen>
  /** Ends the client in its own way, and checks that it ended well. */
  close(): Promise<void>
}

/** What the agent gets to see of one call. */
export interface Seen {
  text: string
  /** Whether the client marks it as failed; absent where it shows the model the words alone. */
  failed?: boolean
  /** The structured half; absent where the client shows the text alone. */
  structured?: unknown
  /** Reports of progress, where the client takes them. */
  messages?: string[]
}

export type Server = Awaited<ReturnType<typeof startServer>>

/** The command line of the server, with a tap that keeps what is said. */
export const TAP = fileURLToPath(new URL('tap.mjs', import.meta.url))

/** The built server with the local platform, in reach of a client that has a home of its own. */
export async function startServer(transport: Transport, flags: string[] = []) {
  const home = await mkdtemp(join(tmpdir(), 'mcp-interop-'))
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  // `node` in the configuration of a client is the Node of the tests.
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  const http =
    transport === 'HTTP'
      ? await tapHttp((await startHttp({ args: [`--local=${home}/data`, ...flags] })).url)
      : undefined
  return {
    transport,
    home,
    env: { PATH: path, HOME: home },
    /** Where it is served over HTTP. */
    url: http?.url,
    /** The version of MCP in which tools were called, as seen between client and server. */
    version: async () => (http ? http.version() : await versionOverStdio(home)),
  }
}

const MODULES = fileURLToPath(new URL('node_modules', import.meta.url))

/** A file of a package that only this folder installs. */
export function moduleFile(path: string): string {
  return join(MODULES, path)
}

/** @param modules the folder of packages to look in */
export function packageName(name: string, modules = MODULES): string {
  const path = join(modules, name, 'package.json')
  if (!existsSync(path)) return `${name} (not installed)`
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path, 'utf8')))
  return `${name} ${version}`
}

/** What the newest clients need. */
const NEEDED: readonly [major: number, minor: number] = [22, 19]

function isNewEnough(): boolean {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])
}

function readVersion(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().slice(1)
}

const installedNode = moduleFile(`node-${process.platform}-${process.arch}/bin/node`)
const newNode = isNewEnough() ? process.execPath : installedNode

/** The Node of the tests, which runs the server too. */
export const OWN_NODE = `Node ${process.versions.node}`

/** A Node for clients that need a newer one than the server: that of the tests where it will do. */
export const NEW_NODE = {
  path: newNode,
  name: existsSync(newNode) ? `Node ${readVersion(newNode)}` : `Node ${NEEDED.join('.')}`,
  missing: existsSync(newNode) ? undefined : `it needs Node ${NEEDED.join('.')} or newer`,
}

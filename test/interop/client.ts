import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { makeFolder } from '../support/folder.ts'
import { startHttp } from '../support/http.ts'
import { startVersionProxy, versionOverStdio } from './protocol-version.ts'

export type Transport = 'stdio' | 'HTTP'

/** An MCP client, as its users run it. */
export interface InteropClient {
  /** Package and version, and its settings if there is a choice. */
  name: string
  /** The MCP versions that the client may use. The test sees which one it uses. */
  protocols: readonly string[]
  /** The runtime that runs it. */
  runtime: string
  /** Why the client cannot run here. */
  skipReason?: string | undefined
  /** Flags for the server over HTTP. Over stdio the client passes them. */
  flags?: string[]
  connect(server: Server): Promise<Connection>
}

export interface Connection {
  /** Returns the tools that the agent is offered. */
  listTools(): Promise<{ name: string; schema: Record<string, unknown> }[]>
  call(name: string, args: Record<string, unknown>): Promise<ObservedResult>
  /** Closes the client in its own way, and checks that it exited normally. */
  close(): Promise<void>
}

/** What the agent sees of one call. */
export interface ObservedResult {
  text: string
  /** Whether the client marks it as failed. Undefined if it shows the model only the text. */
  failed?: boolean
  /** The structured content. Undefined if the client shows only the text. */
  structured?: unknown
  /** Progress messages, if the client accepts them. */
  messages?: string[]
}

export type Server = Awaited<ReturnType<typeof startServer>>

/** A program that runs the server over stdio and records its messages. */
export const RECORDER = fileURLToPath(new URL('recorder.mjs', import.meta.url))

/** Starts the built server with the local platform, for a client with its own home folder. */
export async function startServer(transport: Transport, flags: string[] = []) {
  const home = await makeFolder('mcp-interop-')
  // `node` in the configuration of a client must be the Node of the tests.
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)
  const http =
    transport === 'HTTP'
      ? await startVersionProxy((await startHttp({ args: [`--local=${home}/data`, ...flags] })).url)
      : undefined
  return {
    transport,
    home,
    env: { PATH: path, HOME: home },
    /** The URL over HTTP, undefined over stdio. */
    url: http?.url,
    /** Returns the MCP version in which tools were called, as recorded between client and server. */
    version: async () => (http ? http.version() : await versionOverStdio(home)),
  }
}

const MODULES = fileURLToPath(new URL('node_modules', import.meta.url))

/** Returns the path of a file in a package that only this folder installs. */
export function moduleFile(path: string): string {
  return join(MODULES, path)
}

/**
 * Returns the name of a package with its version.
 * @param modules the `node_modules` folder to look in
 */
export function packageName(name: string, modules = MODULES): string {
  const path = join(modules, name, 'package.json')
  if (!existsSync(path)) return `${name} (not installed)`
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path, 'utf8')))
  return `${name} ${version}`
}

/** The Node version that the newest clients need. */
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

/** The Node that runs the tests and the server. */
export const OWN_NODE = `Node ${process.versions.node}`

/**
 * A Node for clients that need a newer one than the server. It is the Node of the tests if that is
 * new enough.
 */
export const NEW_NODE = {
  path: newNode,
  name: existsSync(newNode) ? `Node ${readVersion(newNode)}` : `Node ${NEEDED.join('.')}`,
  skipReason: existsSync(newNode) ? undefined : `it needs Node ${NEEDED.join('.')} or newer`,
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { z } from 'zod'
import { listenHere } from './listen-here.ts'

/** How many connections make calls. */
export const CONNECTIONS = 64

/** A server process, with connections to it. */
export interface StartedServer {
  child: ChildProcess
  origin: string
  pool: Pool
}

/** Starts the built server with an upstream. */
export async function startServer(
  upstream: string,
  flags: readonly string[] = [],
): Promise<StartedServer> {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
  const env = { PATH: process.env.PATH ?? '', APIFY_API_BASE_URL: upstream }
  const child = spawn(process.execPath, [main, '--http', '--port=0', ...flags], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const origin = await listeningOrigin(child.stderr)
  child.stderr.resume()
  return withPool(child, origin)
}

/** Waits for the line of a log that says where a server listens: behind those of its workers. */
async function listeningOrigin(log: Readable): Promise<string> {
  for await (const line of createInterface({ input: log })) {
    const { url } = z.looseObject({ url: z.string().optional() }).parse(JSON.parse(line))
    if (url !== undefined) return new URL(url).origin
  }
  throw new Error('The server ended before it listened.')
}

/** Starts the bare server on the SDK. */
export async function startBare(args: string[]): Promise<StartedServer> {
  const script = fileURLToPath(new URL('./http-bare.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return withPool(child, `http://127.0.0.1:${await firstLine(child.stdout)}`)
}

function withPool(child: ChildProcess, origin: string): StartedServer {
  return { child, origin, pool: new Pool(origin, { connections: CONNECTIONS }) }
}

async function firstLine(stream: Readable): Promise<string> {
  const [line] = await once(createInterface({ input: stream }), 'line')
  return String(line)
}

export async function residentBytes({ origin }: StartedServer): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1])
}

export type Upstream = Awaited<ReturnType<typeof startUpstream>>

/** Starts an upstream that answers each record with its own key. It never answers `hold`. */
export async function startUpstream() {
  let delayMs = 0
  let onHeld: (stopped: Promise<unknown>) => void = () => {}
  const server = createServer((request, response) => {
    const key = request.url?.split('?')[0]?.split('/').at(-1)
    const send = () => {
      response.writeHead(200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ key }))
    }
    if (key === 'hold') onHeld(once(response, 'close'))
    else if (delayMs > 0) setTimeout(send, delayMs)
    else send()
  })
  return {
    ...(await listenHere(server)),
    /** Sets the delay of all further answers, in milliseconds. */
    delay(ms: number) {
      delayMs = ms
    },
    /** Resolves when the next `hold` request arrives. `stopped` resolves when that request ends. */
    nextHeld: () =>
      new Promise<{ stopped: Promise<unknown> }>((resolve) => {
        onHeld = (stopped) => resolve({ stopped })
      }),
  }
}

/**
 * Starts a process that probes a URL.
 * @returns a function that stops it and returns the time of each answer, in milliseconds
 */
export async function startProbe(url: string): Promise<() => Promise<number[]>> {
  const script = fileURLToPath(new URL('./http-probe.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })
  await once(lines, 'line')
  return async () => {
    const line = once(lines, 'line')
    child.stdin.end()
    return z.array(z.number()).parse(JSON.parse(String((await line)[0])))
  }
}

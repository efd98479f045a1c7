import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { Pool } from 'undici'
import { z } from 'zod'

/** One line of what was measured; `ok` says whether the aim was met. */
export interface Measured {
  what: string
  measured: string
  aim: string
  ok: boolean
}

const CALLS = 10_000
const WARM = 1_000
const CONNECTIONS = 64
const SLOW_CALLS = 500
const SLOW_MS = 5_000
const MIB = 1024 * 1024

const answer = z.looseObject({
  result: z.looseObject({ structuredContent: z.looseObject({ value: z.unknown() }).optional() }),
})

/** Measures the built server over loopback; the upstream is a server that answers at once. */
export async function benchHttp(): Promise<Measured[]> {
  const upstream = await startUpstream()
  const server = await startServer(upstream.url)
  const bare = await startBare([])
  try {
    return [
      ...(await load(server, bare)),
      ...(await cancelling(server, upstream)),
      ...(await slow(server, upstream)),
    ]
  } finally {
    for (const { child } of [server, bare]) child.kill('SIGKILL')
    upstream.close()
  }
}

/** 10,000 calls on 64 connections, in turns with a bare server that runs a tool without work. */
async function load(server: Started, bare: Started): Promise<Measured[]> {
  const wrong: string[] = []
  await run(server, WARM, wrong)
  await run(bare, WARM)
  const before = await residentBytes(server)
  const perRound = CALLS / 10
  const seconds = { own: 0, bare: 0, light: 0 }
  for (let round = 1; round <= 10; round++) {
    seconds.own += await run(server, perRound, wrong, round * perRound)
    seconds.bare += await run(bare, perRound)
  }
  const growth = (await residentBytes(server)) - before
  for (let round = 0; round < 5; round++) seconds.light += await run(server, perRound, undefined)
  const rate = {
    own: CALLS / seconds.own,
    bare: CALLS / seconds.bare,
    light: CALLS / 2 / seconds.light,
  }
  const ratio = rate.own / rate.bare
  return [
    row(
      `${CALLS} calls on ${CONNECTIONS} connections: errors or lost answers`,
      wrong.length,
      'none',
      wrong.length === 0,
    ),
    row(
      'memory after them beyond that after the first 1000',
      `${(growth / MIB).toFixed(1)} MiB`,
      'at most 30 MiB',
      growth <= 30 * MIB,
    ),
    row('calls a second, each with a request upstream', rate.own.toFixed(0), '', true),
    row('calls a second that need none', rate.light.toFixed(0), '', true),
    row('calls a second of the bare SDK server, empty tool', rate.bare.toFixed(0), '', true),
    row(
      'throughput with upstream / bare server',
      `${(ratio * 100).toFixed(0)} %`,
      'at least 60 %',
      ratio >= 0.6,
    ),
    row(
      'throughput without upstream / bare server',
      `${((rate.light / rate.bare) * 100).toFixed(0)} %`,
      'at least 60 %',
      rate.light / rate.bare >= 0.6,
    ),
  ]
}

/** How long Apify is asked on after a client cancelled or went away. */
async function cancelling(server: Started, upstream: Upstream): Promise<Measured[]> {
  const times: Record<'notification' | 'connection', number[]> = {
    notification: [],
    connection: [],
  }
  for (let i = 0; i < 40; i++) {
    const how = i % 2 === 0 ? 'notification' : 'connection'
    const abort = new AbortController()
    const reached = upstream.nextHeld()
    const waiting = post(server, call(i, 'hold'), abort.signal).catch(() => {})
    const { stopped } = await reached
    const started = performance.now()
    if (how === 'connection') abort.abort()
    else
      await post(server, {
        jsonrpc: '2.0',
        method: 'notifications/cancelled',
        params: { requestId: i },
      })
    await stopped
    times[how].push(performance.now() - started)
    abort.abort()
    await waiting
  }
  return Object.entries(times).map(([how, list]) => {
    const longest = Math.max(...list)
    return row(
      `upstream request stopped after a ${how} ended the call, longest of ${list.length}`,
      `${longest.toFixed(1)} ms`,
      'at most 100 ms',
      longest <= 100,
    )
  })
}

/** `/healthz`, asked by a process of its own, while many calls wait for a slow upstream. */
async function slow(server: Started, upstream: Upstream): Promise<Measured[]> {
  upstream.delay(SLOW_MS)
  const pool = new Pool(server.origin, { connections: SLOW_CALLS })
  const probe = await startProbe(`${server.origin}/healthz`)
  const calls = Array.from({ length: SLOW_CALLS }, async (_, i) => {
    const { statusCode, body } = await pool.request(requestOf(call(i, `slow${i}`)))
    return statusCode === 200 && isAnswer(await body.text(), `slow${i}`)
  })
  const right = (await Promise.all(calls)).filter((ok) => ok).length
  const times = await probe()
  upstream.delay(0)
  await pool.close()
  const longest = Math.max(...times)
  return [
    row(
      `slow calls at once (${SLOW_MS / 1000} s each) answered`,
      right,
      String(SLOW_CALLS),
      right === SLOW_CALLS,
    ),
    row(
      `/healthz meanwhile, longest of ${times.length}`,
      `${longest.toFixed(1)} ms`,
      'at most 100 ms',
      longest <= 100,
    ),
    row(
      '/healthz meanwhile, 99th percentile',
      `${percentile(times, 0.99).toFixed(1)} ms`,
      '',
      true,
    ),
  ]
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
}

/** @returns ends the probing and tells how long each answer took, in milliseconds */
async function startProbe(url: string): Promise<() => Promise<number[]>> {
  const script = fileURLToPath(new URL('./probe.ts', import.meta.url))
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

function row(what: string, measured: string | number, aim: string, ok: boolean): Measured {
  return { what, measured: String(measured), aim, ok }
}

/**
 * Calls a server so often, on all connections at once; counts what is not the right answer.
 * @returns seconds
 */
async function run(server: Started, count: number, wrong?: string[], from = 0): Promise<number> {
  let next = from
  const started = performance.now()
  const worker = async () => {
    while (next < from + count) {
      const id = next++
      // Without a list for wrong answers the call is one that ends before it needs the API.
      const message = wrong ? call(id, `key${id}`) : lightCall(id)
      const { statusCode, body } = await server.pool.request(requestOf(message))
      const text = await body.text()
      if (wrong && !(statusCode === 200 && isAnswer(text, `key${id}`))) wrong.push(text)
    }
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, worker))
  return (performance.now() - started) / 1000
}

function isAnswer(text: string, key: string): boolean {
  const parsed = answer.safeParse(JSON.parse(text))
  return JSON.stringify(parsed.data?.result.structuredContent?.value) === JSON.stringify({ key })
}

function call(id: number, recordKey: string): object {
  const params = { name: 'get_record', arguments: { storeId: 'store', recordKey } }
  return { jsonrpc: '2.0', id, method: 'tools/call', params }
}

/** A call that a tool refuses by its own checks. */
function lightCall(id: number): object {
  const params = { name: 'get_record', arguments: { recordKey: 'key' } }
  return { jsonrpc: '2.0', id, method: 'tools/call', params }
}

const HEADERS = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  authorization: 'Bearer bench',
  'mcp-session-id': 'bench',
}

function requestOf(message: object) {
  return { method: 'POST' as const, path: '/mcp', headers: HEADERS, body: JSON.stringify(message) }
}

async function post(server: Started, message: object, signal?: AbortSignal): Promise<string> {
  const { headers, body, method } = requestOf(message)
  const response = await fetch(`${server.origin}/mcp`, {
    method,
    headers,
    body,
    ...(signal && { signal }),
  })
  return response.text()
}

interface Started {
  child: ChildProcess
  origin: string
  pool: Pool
}

async function startServer(upstream: string): Promise<Started> {
  const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url))
  const env = { PATH: process.env.PATH ?? '', APIFY_API_BASE_URL: upstream }
  const child = spawn(process.execPath, [main, '--http', '--port=0'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const line = await firstLine(child.stderr)
  child.stderr.resume()
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(line))
  return started(child, new URL(url).origin)
}

async function startBare(args: string[]): Promise<Started> {
  const script = fileURLToPath(new URL('./bare-server.ts', import.meta.url))
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return started(child, `http://127.0.0.1:${await firstLine(child.stdout)}`)
}

function started(child: ChildProcess, origin: string): Started {
  return { child, origin, pool: new Pool(origin, { connections: CONNECTIONS }) }
}

async function firstLine(stream: Readable): Promise<string> {
  const [line] = await once(createInterface({ input: stream }), 'line')
  return String(line)
}

async function residentBytes({ origin }: Started): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  return Number(/^process_resident_memory_bytes (\S+)/m.exec(text)?.[1])
}

type Upstream = Awaited<ReturnType<typeof startUpstream>>

/** Answers each record with its own key; `hold` never. */
async function startUpstream() {
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
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** How long each answer takes from now on, in milliseconds. */
    delay(ms: number) {
      delayMs = ms
    },
    /** Settles once the next request is held, with the promise of its end. */
    nextHeld: () =>
      new Promise<{ stopped: Promise<unknown> }>((resolve) => {
        onHeld = (stopped) => resolve({ stopped })
      }),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = await benchHttp()
  for (const { what, measured, aim, ok } of rows)
    console.log(`${ok ? ' ' : '!'} ${what.padEnd(72)} ${measured.padStart(10)}  ${aim}`)
  process.exit(rows.every(({ ok }) => ok) ? 0 : 1)
}

import { Pool } from 'undici'
import { call, isAnswer, modernCall, openSession, post, requestOf, run } from './http-calls.ts'
import { httpPages } from './http-pages.ts'
import {
  CONNECTIONS,
  residentBytes,
  type StartedServer,
  startBare,
  startProbe,
  startServer,
  startUpstream,
  type Upstream,
} from './http-servers.ts'
import { aim, type Report, type Row } from './table.ts'

const CALLS = 10_000
const WARM = 1_000
const SLOW_CALLS = 500
const SLOW_MS = 5_000
const MIB = 1024 * 1024

/** Measures the built server over loopback. The upstream answers immediately. */
export async function http(): Promise<Report> {
  const upstream = await startUpstream()
  const server = await startServer(upstream.url)
  const bare = await startBare([`--upstream=${upstream.url}`])
  const empty = await startBare([])
  try {
    const rows = [
      ...(await measureLoad(server, bare, empty)),
      ...(await measureCancelling(server, upstream)),
      ...(await measureSlowUpstream(server, upstream)),
      ...(await httpPages()),
    ]
    return {
      floor:
        "a bare server on the SDK's transport, with one tool that makes the same request, or none",
      rows,
    }
  } finally {
    for (const { child } of [server, bare, empty]) child.kill('SIGKILL')
    upstream.close()
  }
}

/** Measures 10,000 calls on 64 connections, alternately with bare servers. */
async function measureLoad(
  server: StartedServer,
  bare: StartedServer,
  empty: StartedServer,
): Promise<Row[]> {
  const wrong: string[] = []
  await run(server, WARM, wrong)
  await run(bare, WARM, wrong)
  await run(empty, WARM)
  const before = await residentBytes(server)
  const perRound = CALLS / 10
  const seconds = { own: 0, bare: 0, light: 0, bareAgain: 0 }
  for (let round = 1; round <= 10; round++) {
    seconds.own += await run(server, perRound, wrong, round * perRound)
    seconds.bare += await run(bare, perRound, wrong, round * perRound)
  }
  const growth = (await residentBytes(server)) - before
  // As many as the other has answered by now: V8 compiles for thousands of calls.
  await run(empty, CALLS)
  for (let round = 0; round < 5; round++) {
    seconds.light += await run(server, perRound)
    seconds.bareAgain += await run(empty, perRound)
  }
  return loadRows(wrong.length, growth, seconds)
}

function loadRows(
  wrong: number,
  growth: number,
  seconds: Record<'own' | 'bare' | 'light' | 'bareAgain', number>,
): Row[] {
  const rate = {
    own: CALLS / seconds.own,
    bare: CALLS / seconds.bare,
    light: CALLS / 2 / seconds.light,
  }
  const bareAgain = CALLS / 2 / seconds.bareAgain
  const calls = `${CALLS} calls on ${CONNECTIONS} connections`
  return [
    row(`${calls}: errors or lost answers`, wrong, 'errors', 0),
    row('memory beyond that after the first 1000', growth / MIB, 'MiB', 30),
    { ...row('calls, each with a request upstream', rate.own, '/s'), floor: rate.bare },
    { ...row('calls that need none', rate.light, '/s'), floor: bareAgain },
  ]
}

/** Measures how long upstream requests continue after a client cancels, in either revision. */
async function measureCancelling(server: StartedServer, upstream: Upstream): Promise<Row[]> {
  const times: Record<'notification' | 'connection', number[]> = {
    notification: [],
    connection: [],
  }
  const session = await openSession(server)
  for (let i = 0; i < 40; i++) {
    const how = i % 2 === 0 ? 'notification' : 'connection'
    const abort = new AbortController()
    const reached = upstream.nextHeld()
    const { message, headers } =
      how === 'connection' ? modernCall(i, 'hold') : { message: call(i, 'hold'), headers: session }
    const waiting = post(server, message, { headers, signal: abort.signal }).catch(() => {})
    const { stopped } = await reached
    const started = performance.now()
    if (how === 'connection') abort.abort()
    else
      await post(
        server,
        { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: i } },
        { headers: session },
      )
    await stopped
    times[how].push(performance.now() - started)
    abort.abort()
    await waiting
  }
  return Object.entries(times).map(([how, list]) => {
    const longest = Math.max(...list)
    const name = `upstream stopped after a ${how} ended the call, longest of ${list.length}`
    return row(name, longest, 'ms', 100)
  })
}

/** Measures `/healthz` from a separate process while many calls wait for a slow upstream. */
async function measureSlowUpstream(server: StartedServer, upstream: Upstream): Promise<Row[]> {
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
      `${SLOW_CALLS} calls of ${SLOW_MS / 1000} s at once: not answered`,
      SLOW_CALLS - right,
      'calls',
      0,
    ),
    row(`/healthz meanwhile, longest of ${times.length}`, longest, 'ms', 100),
    row('/healthz meanwhile, 99th percentile', percentile(times, 0.99), 'ms'),
  ]
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * share)] ?? 0
}

function row(name: string, ours: number, unit: string, atMost?: number): Row {
  return { name, ours, unit, ...(atMost !== undefined && { note: aim(ours, { atMost }) }) }
}

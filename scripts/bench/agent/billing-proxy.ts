import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { listenHere } from '../listen-here.ts'

/** Paths that answer with one run or with a list of runs. */
const RUNS = /^\/v2\/(actor-runs|(acts|actors)\/[^/]+\/runs)(\/[^/]+)?$/
/** The first start of these Actors is done, but its answer never arrives. */
const LOST_STARTS = /^\/v2\/(acts|actors)\/[^/]*place-order[^/]*\/runs$/

const run = z.looseObject({ id: z.string(), usageTotalUsd: z.number() })
const answer = z.union([
  z.looseObject({ data: z.looseObject({ items: z.array(run) }) }),
  z.looseObject({ data: run }),
])

const store = z.object({
  data: z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) }),
})
const build = z.object({ data: z.looseObject({ actorDefinition: z.looseObject({}) }) })

/** Returns what a run costs, in US dollars, from 0.0100 to 0.1099. */
export function costOf(runId: string): number {
  const sum = [...runId].reduce(
    (n, character) => (n * 31 + (character.codePointAt(0) ?? 0)) % 1000,
    7,
  )
  return (sum + 100) / 10_000
}

/** Gives each run in an answer its price. Other answers stay as they are. */
export function withCosts(body: string): string {
  const parsed = answer.safeParse(JSON.parse(body))
  if (!parsed.success) return body
  const { data } = parsed.data
  const runs = 'items' in data ? z.array(run).parse(data.items) : [run.parse(data)]
  const priced = runs.map((one) => ({ ...one, usageTotalUsd: costOf(one.id) }))
  return JSON.stringify({ data: 'items' in data ? { ...data, items: priced } : priced[0] })
}

/**
 * Starts a proxy before the local platform for what only Apify does: runs cost something, the Store tells
 * inputs, and the answer to a start may get lost on its way. What fails answers with 502.
 * @returns its address and what closes it
 */
export async function startBillingProxy(target: string): Promise<{ url: string; close(): void }> {
  const lost = new Set<string>()
  const server = createServer((incoming, outgoing) => {
    answerTo(incoming, outgoing, target, lost).catch((error: unknown) => {
      if (outgoing.headersSent) outgoing.destroy()
      else outgoing.writeHead(502).end(String(error))
    })
  })
  return listenHere(server)
}

/** @param lost the paths of the starts whose answers were lost */
async function answerTo(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: string,
  lost: Set<string>,
): Promise<void> {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', target)
  const left = new AbortController()
  outgoing.once('close', () => left.abort())
  const upstream = await forward(target, incoming, left.signal)
  if (incoming.method === 'POST' && LOST_STARTS.test(pathname) && !lost.has(pathname)) {
    lost.add(pathname)
    await text(upstream)
    incoming.socket.destroy()
  } else if (RUNS.test(pathname)) await sendChanged(upstream, outgoing, withCosts)
  else if (pathname === '/v2/store' && searchParams.has('includeInputSchema')) {
    const { authorization = '' } = incoming.headers
    const options = { headers: { authorization }, signal: left.signal }
    await sendChanged(upstream, outgoing, (body) => withInputs(body, target, options))
  } else {
    outgoing.writeHead(upstream.statusCode ?? 502, upstream.headers)
    await pipeline(upstream, outgoing)
  }
}

/** Sends a request on and waits for the head of its answer. It ends when the client leaves. */
async function forward(
  target: string,
  incoming: IncomingMessage,
  left: AbortSignal,
): Promise<IncomingMessage> {
  const { method = 'GET', url = '/' } = incoming
  const { host } = new URL(target)
  const headers = { ...incoming.headers, host, 'accept-encoding': 'identity' }
  const sent = request(new URL(url, target), { method, headers, signal: left })
  const answered = once(sent, 'response')
  // Until the answer, an error makes `answered` fail. Later one shows in the answer.
  sent.on('error', () => {})
  pipeline(incoming, sent).catch(() => {})
  const [response] = await answered
  return response
}

async function sendChanged(
  upstream: IncomingMessage,
  outgoing: ServerResponse,
  change: (body: string) => string | Promise<string>,
): Promise<void> {
  const body = await text(upstream)
  const isJson = upstream.headers['content-type']?.startsWith('application/json') ?? false
  const { 'content-length': _, 'transfer-encoding': __, ...headers } = upstream.headers
  outgoing.writeHead(upstream.statusCode ?? 502, headers)
  outgoing.end(isJson ? await change(body) : body)
}

/** Adds its input schema to each Actor of the Store, as Apify does if it is asked to. */
async function withInputs(body: string, target: string, options: RequestInit): Promise<string> {
  const { data } = store.parse(JSON.parse(body))
  const items = data.items.map(async (actor) => {
    const path = `/v2/actors/${actor.id}/builds/default`
    const response = await fetch(new URL(path, target), options)
    const { input } = build.parse(await response.json()).data.actorDefinition
    return { ...actor, inputSchema: input }
  })
  return JSON.stringify({ data: { ...data, items: await Promise.all(items) } })
}

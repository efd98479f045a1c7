import { EventEmitter, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { sendItems } from './items.ts'
import { type FakeRequest, type Handler, startRecorder } from './server.ts'

/** A run in the words of the API. */
export type FakeRun = { id: string; status: string } & Record<string, unknown>

export interface FakeRecord {
  body: Buffer | string
  contentType: string
  /** Where the record really is; the API answers 302 with it. */
  location?: string
}

export type FakeApify = Awaited<ReturnType<typeof startFakeApify>>

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED'])

/** Apify's API over real HTTP, with the data that a test seeds. */
export async function startFakeApify() {
  const token = 'apify_api_secretOfTheTest'
  const runs = new Map<string, FakeRun>()
  const datasets = new Map<string, unknown[]>()
  const records = new Map<string, FakeRecord>()
  const logs = new Map<string, string>()
  const changes = new EventEmitter().setMaxListeners(0)
  const recorder = await startRecorder(
    fail(404, 'page-not-found', 'We have bad news: there is no API endpoint at this URL.'),
  )
  const { on } = recorder

  const dataset: Handler = ({ params: { id = '' } }, response) => {
    const items = datasets.get(id)
    if (!items) return missing(response, 'Dataset')
    return send(response, 200, { id, name: null, itemCount: items.length })
  }
  const items = async (id: string, request: FakeRequest, response: ServerResponse) => {
    const stored = datasets.get(id)
    if (!stored) return missing(response, 'Dataset')
    return sendItems(stored, request.query, response)
  }
  const record = (store: string, request: FakeRequest, response: ServerResponse) => {
    const found = records.get(`${store}/${request.params.key}`)
    if (!found) return missing(response, 'Record')
    if (found.location) response.writeHead(302, { location: found.location }).end()
    else {
      const length = Buffer.byteLength(found.body)
      response.writeHead(200, { 'content-type': found.contentType, 'content-length': length })
      response.end(request.method === 'HEAD' ? undefined : found.body)
    }
    return undefined
  }
  const storage = (request: FakeRequest, name: string) =>
    String(runs.get(request.params.id ?? '')?.[name] ?? '')

  on('GET /v2/users/me', (_, response) =>
    send(response, 200, { id: 'user1', username: 'alice', plan: { id: 'SCALE' }, email: 'a@b.c' }),
  )
  on('GET /v2/users/me/limits', (_, response) =>
    send(response, 200, {
      limits: { maxMonthlyUsageUsd: 300 },
      current: { monthlyUsageUsd: 43.5, monthlyActorComputeUnits: 4 },
    }),
  )
  on('POST /v2/actors/:id/runs', ({ params, query }, response) => {
    const run = [...runs.values()].find(({ actId }) => actId === params.id)
    if (!run) return missing(response, 'Actor')
    const options = {
      maxTotalChargeUsd: query.maxTotalChargeUsd && Number(query.maxTotalChargeUsd),
    }
    return send(response, 201, { ...run, options })
  })
  on('GET /v2/actor-runs/:id', async (request, response) => {
    const id = request.params.id ?? ''
    const until = AbortSignal.timeout(Number(request.query.waitForFinish ?? 0) * 1000)
    while (!ENDED.has(runs.get(id)?.status ?? 'SUCCEEDED') && !until.aborted) {
      await once(changes, 'run', { signal: until }).catch(() => {})
    }
    const run = runs.get(id)
    return run ? send(response, 200, run) : missing(response, 'Actor run')
  })
  on('GET /v2/logs/:id', ({ params }, response) => {
    const log = logs.get(params.id ?? '')
    if (log === undefined) return missing(response, 'Log')
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(log)
    return undefined
  })
  on('GET /v2/datasets/:id', dataset)
  on('GET /v2/datasets/:id/items', (request, response) =>
    items(request.params.id ?? '', request, response),
  )
  on('GET /v2/actor-runs/:id/dataset/items', (request, response) =>
    items(storage(request, 'defaultDatasetId'), request, response),
  )
  on('POST /v2/datasets/:id/items', ({ params, body }, response) => {
    const stored = datasets.get(params.id ?? '')
    if (!stored) return missing(response, 'Dataset')
    const pushed: unknown = JSON.parse(body.toString())
    stored.push(...(Array.isArray(pushed) ? pushed : [pushed]))
    return send(response, 201, undefined)
  })
  for (const method of ['GET', 'HEAD']) {
    on(`${method} /v2/key-value-stores/:id/records/:key`, (request, response) =>
      record(request.params.id ?? '', request, response),
    )
    on(`${method} /v2/actor-runs/:id/key-value-store/records/:key`, (request, response) =>
      record(storage(request, 'defaultKeyValueStoreId'), request, response),
    )
  }
  on('PUT /v2/key-value-stores/:id/records/:key', ({ params, headers, body }, response) => {
    const contentType = headers['content-type'] ?? 'application/octet-stream'
    records.set(`${params.id}/${params.key}`, { body, contentType })
    return send(response, 201, undefined)
  })
  on('* *', ({ headers }, response) =>
    headers.authorization === `Bearer ${token}`
      ? 'pass'
      : sendError(response, 401, 'user-or-token-not-found', 'User was not found.'),
  )

  return {
    ...recorder,
    token,
    /** Datasets by id, records by `store/key`, logs by run. */
    datasets,
    records,
    logs,
    /** Adds a run or changes it; waiting requests are answered once it has ended. */
    setRun(run: FakeRun) {
      runs.set(run.id, { ...runs.get(run.id), ...run })
      changes.emit('run')
    },
  }
}

function send(response: ServerResponse, status: number, data: unknown): undefined {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify(data === undefined ? {} : { data }))
}

function sendError(
  response: ServerResponse,
  status: number,
  type: string,
  message: string,
  data?: unknown,
): undefined {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
  response.end(JSON.stringify({ error: { type, message, data } }))
}

function missing(response: ServerResponse, what: string): undefined {
  return sendError(response, 404, 'record-not-found', `${what} was not found`)
}

/** Answers with an error in the API's own shape. */
export function fail(status: number, type: string, message: string, data?: unknown): Handler {
  return (_, response) => sendError(response, status, type, message, data)
}

/** The handler for the first `times` requests only. */
export function times(count: number, handler: Handler): Handler {
  let left = count
  return (request, response) => (left-- > 0 ? handler(request, response) : 'pass')
}

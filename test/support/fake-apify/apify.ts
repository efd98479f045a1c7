import { EventEmitter, once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { serveAutomation } from './automation.ts'
import { type Catalog, newCatalog, serveCatalog } from './catalog.ts'
import { type Develop, newDevelop, serveDevelop } from './develop.ts'
import { type FakeCount, sendItems } from './items.ts'
import { fail, send, sendError, sendNotFound, times } from './reply.ts'
import { type FakeRequest, startRecordingServer } from './server.ts'
import { serveStorages } from './storages.ts'
import type { FakeRecord, FakeRun } from './types.ts'

export type FakeApify = Awaited<ReturnType<typeof startFakeApify>>

const ENDED = new Set(['SUCCEEDED', 'FAILED', 'TIMED-OUT', 'ABORTED'])

/** Serves Apify's API over real HTTP, with the data that a test seeds. */
export async function startFakeApify(token = 'apify_api_secretOfTheTest') {
  const runs = new Map<string, FakeRun>()
  const datasets = new Map<string, unknown[]>()
  const itemCounts = new Map<string, FakeCount>()
  const records = new Map<string, FakeRecord>()
  const logs = new Map<string, string>()
  const changes = new EventEmitter().setMaxListeners(0)
  const server = await startRecordingServer(
    fail(404, 'page-not-found', 'We have bad news: there is no API endpoint at this URL.'),
  )
  const { on } = server
  const catalog: Catalog = newCatalog()
  serveCatalog(on, catalog)
  const automation = serveAutomation(on)
  const storages = serveStorages(on, { runs, datasets, itemCounts, records })
  const develop: Develop = newDevelop()
  serveDevelop(on, develop, { runs, datasets, records, storages })

  const items = async (id: string, request: FakeRequest, response: ServerResponse) => {
    const stored = datasets.get(id)
    if (!stored) return sendNotFound(response, 'Dataset')
    return sendItems(stored, request.query, response, itemCounts.get(id))
  }
  const record = (store: string, request: FakeRequest, response: ServerResponse) => {
    const found = records.get(`${store}/${request.params.key}`)
    if (!found) return sendNotFound(response, 'Record')
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
    if (!run) return sendNotFound(response, 'Actor')
    const options = {
      maxTotalChargeUsd: query.maxTotalChargeUsd && Number(query.maxTotalChargeUsd),
    }
    return send(response, 201, { ...run, options })
  })
  on('GET /v2/actor-runs', (request, response) => send(response, 200, pageOf(runs, request)))
  on('GET /v2/actors/:actor/runs', (request, response) => {
    const own = [...runs].filter(([, { actId }]) => actId === request.params.actor)
    return send(response, 200, pageOf(new Map(own), request))
  })
  on('POST /v2/actor-runs/:id/abort', ({ params: { id = '' } }, response) => {
    const run = runs.get(id)
    if (!run) return sendNotFound(response, 'Actor run')
    if (!ENDED.has(run.status)) runs.set(id, { ...run, status: 'ABORTED' })
    changes.emit('run')
    return send(response, 200, runs.get(id))
  })
  on('GET /v2/actor-runs/:id', async (request, response) => {
    const id = request.params.id ?? ''
    const until = AbortSignal.timeout(Number(request.query.waitForFinish ?? 0) * 1000)
    while (!ENDED.has(runs.get(id)?.status ?? 'SUCCEEDED') && !until.aborted) {
      await once(changes, 'run', { signal: until }).catch(() => {})
    }
    const run = runs.get(id)
    return run ? send(response, 200, run) : sendNotFound(response, 'Actor run')
  })
  on('GET /v2/logs/:id', ({ params }, response) => {
    const log = logs.get(params.id ?? '')
    if (log === undefined) return sendNotFound(response, 'Log')
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(log)
    return undefined
  })
  on('GET /v2/datasets/:id/items', (request, response) =>
    items(request.params.id ?? '', request, response),
  )
  on('GET /v2/actor-runs/:id/dataset/items', (request, response) =>
    items(storage(request, 'defaultDatasetId'), request, response),
  )
  on('POST /v2/datasets/:id/items', ({ params, body }, response) => {
    const stored = datasets.get(params.id ?? '')
    if (!stored) return sendNotFound(response, 'Dataset')
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
    ...server,
    token,
    /** Actors, builds and the input that they accept. */
    catalog,
    /** Storages as lists show them, oldest first. */
    storages,
    /** Tasks, schedules and webhooks. */
    automation,
    /** Builds, webhook dispatches and request queues. */
    develop,
    /** Datasets by id, records by `store/key`, logs by run. */
    datasets,
    /** What the API says that datasets hold, by id, if it is not what they hold. */
    itemCounts,
    records,
    logs,
    /** Returns a run as it is now. */
    run: (id: string) => runs.get(id),
    /** Adds or changes a run. Requests that wait for it are answered once it has ended. */
    setRun(run: FakeRun) {
      runs.set(run.id, { ...runs.get(run.id), ...run })
      changes.emit('run')
    },
  }
}

/** Returns a page of runs in the order of their start, as the API lists them. */
function pageOf(runs: Map<string, FakeRun>, { query }: FakeRequest) {
  const all = [...runs.values()].filter(({ status }) => !query.status || status === query.status)
  const start = (run: FakeRun) => String(run.startedAt)
  all.sort((a, b) => start(a).localeCompare(start(b)))
  if (query.desc === 'true') all.reverse()
  const offset = Number(query.offset ?? 0)
  const items = all.slice(offset, offset + Number(query.limit ?? 1000))
  return { total: all.length, offset, count: items.length, items }
}

export { fail, times }

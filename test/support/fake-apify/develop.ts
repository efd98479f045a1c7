import { send, sendError, sendNotFound } from './reply.ts'
import type { FakeRequest, Handler } from './server.ts'
import type { FakeRecord, FakeRun } from './types.ts'

type FakeBuild = { id: string; actId: string; status: string } & Record<string, unknown>
type FakeQueueRequest = { uniqueKey: string; url: string } & Record<string, unknown>

/** What those who build Actors work with, in the shape of the API. */
export interface Develop {
  /** By id, in the order of their start. */
  builds: Map<string, FakeBuild>
  /** Newest last. */
  dispatches: ({ id: string; webhookId: string } & Record<string, unknown>)[]
  /** Requests of queues by id. */
  queues: Map<string, FakeQueueRequest[]>
}

export function newDevelop(): Develop {
  return { builds: new Map(), dispatches: [], queues: new Map() }
}

interface Data {
  runs: Map<string, FakeRun>
  datasets: Map<string, unknown[]>
  records: Map<string, FakeRecord>
  storages: Record<string, ({ id: string; name: string | null } & Record<string, unknown>)[]>
}

type On = (pattern: string, handler: Handler) => void

/** Adds the routes of builds, webhook dispatches and request queues, and those that change storages. */
export function serveDevelop(on: On, develop: Develop, data: Data): void {
  serveBuilds(on, develop, data)
  serveQueues(on, develop, data)
  serveChanges(on, data)
  on('GET /v2/webhook-dispatches', (request, response) =>
    send(response, 200, page(develop.dispatches.toReversed(), request)),
  )
  on('GET /v2/webhooks/:id/dispatches', (request, response) => {
    const own = develop.dispatches.filter(({ webhookId }) => webhookId === request.params.id)
    return send(response, 200, page(own.toReversed(), request))
  })
}

function serveBuilds(on: On, { builds }: Develop, { runs }: Data): void {
  const newest = () => [...builds.values()].toReversed()
  on('GET /v2/actor-builds', (request, response) => send(response, 200, page(newest(), request)))
  on('GET /v2/actors/:actor/builds', (request, response) => {
    const own = newest().filter(({ actId }) => actId === request.params.actor)
    return send(response, 200, page(own, request))
  })
  on('GET /v2/actor-builds/:id', ({ params }, response) => {
    const build = builds.get(params.id ?? '')
    return build ? send(response, 200, build) : sendNotFound(response, 'Build')
  })
  on('POST /v2/actors/:actor/builds', ({ params, query, headers }, response) => {
    const id = `build${builds.size + 1}`
    const actVersion = { versionNumber: query.version, buildTag: query.tag ?? 'latest' }
    const build: FakeBuild = {
      id,
      actId: params.actor ?? '',
      status: 'RUNNING',
      buildNumber: `${query.version}.${builds.size + 1}`,
      meta: { origin: 'API', userAgent: headers['user-agent'] },
      actVersion,
    }
    builds.set(id, build)
    return send(response, 201, build)
  })
  on('POST /v2/actor-runs/:id/resurrect', ({ params: { id = '' } }, response) => {
    const run = runs.get(id)
    if (!run) return sendNotFound(response, 'Actor run')
    if (run.status === 'RUNNING')
      return sendError(response, 400, 'run-not-finished', 'The run has not finished.')
    // Without a start, so that no result says how old the run is.
    runs.set(id, { ...run, status: 'RUNNING', startedAt: null, finishedAt: null })
    return send(response, 200, runs.get(id))
  })
}

function serveQueues(on: On, { queues }: Develop, { runs }: Data): void {
  const describe = (id: string): Handler => {
    return (_, response) => {
      const requests = queues.get(id)
      if (!requests) return sendNotFound(response, 'Request queue')
      const count = requests.length
      return send(response, 200, {
        ...{ id, name: null, totalRequestCount: count },
        ...{ handledRequestCount: 0, pendingRequestCount: count },
      })
    }
  }
  on('GET /v2/request-queues/:id', (request, response) =>
    describe(request.params.id ?? '')(request, response),
  )
  on('GET /v2/actor-runs/:id/request-queue', (request, response) => {
    const id = runs.get(request.params.id ?? '')?.defaultRequestQueueId
    return describe(String(id))(request, response)
  })
  on('GET /v2/request-queues/:id/head', ({ params, query }, response) => {
    const items = (queues.get(params.id ?? '') ?? []).slice(0, Number(query.limit ?? 100))
    return send(response, 200, { limit: Number(query.limit ?? 100), items })
  })
  on('POST /v2/request-queues/:id/requests/batch', ({ params, query, body }, response) => {
    const stored = queues.get(params.id ?? '')
    if (!stored) return sendNotFound(response, 'Request queue')
    const batch: FakeQueueRequest[] = JSON.parse(body.toString())
    if (batch.length > 25) return sendError(response, 400, 'too-many', 'At most 25 requests.')
    const processedRequests = batch.map((one) => {
      const wasAlreadyPresent = stored.some(({ uniqueKey }) => uniqueKey === one.uniqueKey)
      if (!wasAlreadyPresent) stored[query.forefront === 'true' ? 'unshift' : 'push'](one)
      return { uniqueKey: one.uniqueKey, requestId: one.uniqueKey, wasAlreadyPresent }
    })
    return send(response, 201, { processedRequests, unprocessedRequests: [] })
  })
  on('DELETE /v2/request-queues/:id', ({ params }, response) => {
    queues.delete(params.id ?? '')
    response.writeHead(204).end()
    return undefined
  })
}

function serveChanges(on: On, { datasets, records, storages }: Data): void {
  for (const [collection, all] of Object.entries(storages)) {
    on(`PUT /v2/${collection}/:id`, ({ params, body }, response) => {
      const { name } = JSON.parse(body.toString())
      const found = all.find(({ id }) => id === params.id)
      if (!found) return sendNotFound(response, 'Storage')
      if (all.some((one) => one.name === name && one !== found))
        return sendError(response, 409, 'name-not-unique', 'The name is not unique.')
      found.name = name
      return send(response, 200, found)
    })
    on(`DELETE /v2/${collection}/:id`, ({ params: { id = '' } }, response) => {
      datasets.delete(id)
      for (const path of [...records.keys()]) if (path.startsWith(`${id}/`)) records.delete(path)
      all.splice(0, all.length, ...all.filter((one) => one.id !== id))
      response.writeHead(204).end()
      return undefined
    })
  }
  on('DELETE /v2/key-value-stores/:id/records/:key', ({ params }, response) => {
    records.delete(`${params.id}/${params.key}`)
    response.writeHead(204).end()
    return undefined
  })
}

function page(all: readonly unknown[], { query }: FakeRequest) {
  const offset = Number(query.offset ?? 0)
  const limit = Number(query.limit ?? 1000)
  const items = all.slice(offset, offset + limit)
  return { total: all.length, offset, limit, desc: true, count: items.length, items }
}

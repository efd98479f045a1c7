import { send, sendError, sendNotFound } from './reply.ts'
import type { Handler } from './server.ts'

/** Actors, in the shape of the API. */
export interface Catalog {
  /** As the Store lists them, in this order. */
  store: ({ username: string; name: string } & Record<string, unknown>)[]
  /** By `user~name`. */
  actors: Map<string, Record<string, unknown>>
  /** Default builds by the Actor's `user~name`. */
  builds: Map<string, Record<string, unknown>>
  /** Checks by `user~name` that return what is wrong with an input. Without one any input is valid. */
  inputChecks: Map<string, (input: Record<string, unknown>) => string | undefined>
}

export function newCatalog(): Catalog {
  return { store: [], actors: new Map(), builds: new Map(), inputChecks: new Map() }
}

/** Adds the routes of the Store, of Actors and of their builds. */
export function serveCatalog(on: (pattern: string, handler: Handler) => void, catalog: Catalog) {
  on('GET /v2/store', ({ query }, response) => {
    const words = (query.search ?? '').toLowerCase().split(' ').filter(Boolean)
    const found = catalog.store.filter((actor) => {
      const text = JSON.stringify(actor).toLowerCase()
      return words.every((word) => text.includes(word))
    })
    const offset = Number(query.offset ?? 0)
    const items = found.slice(offset, offset + Number(query.limit ?? 1000))
    return send(response, 200, { total: found.length, offset, count: items.length, items })
  })
  on('GET /v2/actors/:id', ({ params }, response) => {
    const actor = catalog.actors.get(params.id ?? '')
    return actor ? send(response, 200, actor) : sendNotFound(response, 'Actor')
  })
  on('GET /v2/actors/:id/builds/default', ({ params }, response) => {
    const build = catalog.builds.get(params.id ?? '')
    return build ? send(response, 200, build) : sendNotFound(response, 'Actor build')
  })
  on('POST /v2/actors/:id/validate-input', ({ params, body }, response) => {
    const id = params.id ?? ''
    if (!catalog.actors.has(id)) return sendNotFound(response, 'Actor')
    const problem = catalog.inputChecks.get(id)?.(JSON.parse(body.toString()))
    if (problem) return sendError(response, 400, 'invalid-input', `Input is not valid: ${problem}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"valid":true}')
    return undefined
  })
}

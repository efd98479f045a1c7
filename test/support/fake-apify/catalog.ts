import { missing, send, sendError } from './reply.ts'
import type { Handler } from './server.ts'

/** Actors in the words of the API. */
export interface Catalog {
  /** As the Store lists them, in this order. */
  store: ({ username: string; name: string } & Record<string, unknown>)[]
  /** By `user~name`. */
  actors: Map<string, Record<string, unknown>>
  /** Default builds by the Actor's `user~name`. */
  builds: Map<string, Record<string, unknown>>
  /** What is wrong with the input of an Actor by `user~name`; any input is right without one. */
  judges: Map<string, (input: Record<string, unknown>) => string | undefined>
}

export function newCatalog(): Catalog {
  return { store: [], actors: new Map(), builds: new Map(), judges: new Map() }
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
    return actor ? send(response, 200, actor) : missing(response, 'Actor')
  })
  on('GET /v2/actors/:id/builds/default', ({ params }, response) => {
    const build = catalog.builds.get(params.id ?? '')
    return build ? send(response, 200, build) : missing(response, 'Actor build')
  })
  on('POST /v2/actors/:id/validate-input', ({ params, body }, response) => {
    const id = params.id ?? ''
    if (!catalog.actors.has(id)) return missing(response, 'Actor')
    const problem = catalog.judges.get(id)?.(JSON.parse(body.toString()))
    if (problem) return sendError(response, 400, 'invalid-input', `Input is not valid: ${problem}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"valid":true}')
    return undefined
  })
}

import type { IncomingMessage } from 'node:http'
import { ApiError } from '../api-error.ts'
import type { Services } from '../services.ts'
import { canonicalPath } from './canonical-path.ts'
import type { Query } from './query.ts'
import type { Reply } from './reply.ts'
import { whyUnsupported } from './unsupported-endpoints.ts'

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE'

/** One request, as a handler sees it. */
export interface ApiRequest {
  /** Returns the decoded value of a `:name` part of the route's path; never empty. */
  param(name: string): string
  query: Query
  /** The raw request, for its body and headers. */
  message: IncomingMessage
  /** Aborted if the client disconnects or the platform closes. */
  signal: AbortSignal
}

type Handler = (request: ApiRequest, services: Services) => Reply | Promise<Reply>

/** One row of the route table. */
export interface Route {
  method: Method
  /** Such as `/v2/datasets/:datasetId/items`. */
  path: string
  handler: Handler
}

/** A row below a resource, which is looked up before the handler is called. */
export interface ResourceRoute<T> {
  method: Method
  /** Relative to the resource, such as `/items`; empty for the resource itself. */
  path: string
  handler: (resource: T, request: ApiRequest, services: Services) => Reply | Promise<Reply>
}

/** Returns the rows of a resource as routes below a prefix. The same rows may be mounted twice. */
export function mount<T>(
  prefix: string,
  find: (request: ApiRequest, services: Services) => Promise<T>,
  rows: ResourceRoute<T>[],
): Route[] {
  return rows.map(({ method, path, handler }) => ({
    method,
    path: prefix + path,
    handler: async (request, services) => handler(await find(request, services), request, services),
  }))
}

interface Node {
  children: Map<string, Node>
  /** By method; empty unless a path ends here. */
  routes: Map<string, Route>
}

const ANY = ':'

export interface Match {
  route: Route
  param: ApiRequest['param']
}

/**
 * Compiles the table into a lookup. A fixed part wins over a `:name` part.
 * @throws {ApiError} 404 for an unknown path, 405 for a known one with another method,
 *   501 for an endpoint that the API documents but this platform does not support
 */
export function createRouter(table: Route[]): (method: string, path: string) => Match {
  const root: Node = { children: new Map(), routes: new Map() }
  for (const route of table) {
    const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]
    const end = split(route.path).reduce(
      (node, part) => child(node, part.startsWith(':') ? ANY : part),
      root,
    )
    for (const method of methods) end.routes.set(method, route)
  }
  return (method, path) => {
    const parts = split(path)
    const routes = walk(root, parts, 0)
    if (!routes) throw unknown(method, path)
    const route = routes.get(method)
    if (!route) throw wrongMethod(method, path, [...routes.keys()])
    return { route, param: (name) => readParam(route, parts, name) }
  }
}

function child(node: Node, key: string): Node {
  const existing = node.children.get(key)
  if (existing) return existing
  const added: Node = { children: new Map(), routes: new Map() }
  node.children.set(key, added)
  return added
}

function walk(node: Node, parts: string[], depth: number): Node['routes'] | undefined {
  const part = parts[depth]
  if (part === undefined) return node.routes.size > 0 ? node.routes : undefined
  for (const key of part === '' ? [] : [part, ANY]) {
    const next = node.children.get(key)
    const found = next && walk(next, parts, depth + 1)
    if (found) return found
  }
  return undefined
}

function split(path: string): string[] {
  return canonicalPath(path).split('/').slice(1)
}

function readParam(route: Route, parts: string[], name: string): string {
  const raw = parts[split(route.path).indexOf(`:${name}`)]
  if (raw === undefined) throw new Error(`The route ${route.path} has no part :${name}.`)
  try {
    return decodeURIComponent(raw)
  } catch {
    throw new ApiError(400, 'invalid-id', `The ${name} in the URL is not properly URL-encoded.`)
  }
}

function unknown(method: string, path: string): ApiError {
  const why = whyUnsupported(method, path)
  if (why) return unsupported(method, path, why)
  const message = 'We have bad news: there is no API endpoint at this URL.'
  return new ApiError(404, 'page-not-found', message)
}

function wrongMethod(method: string, path: string, methods: string[]): ApiError {
  const why = whyUnsupported(method, path)
  if (why) return unsupported(method, path, why)
  const list = ['OPTIONS', ...methods].join(',')
  const message = `This API end-point can only be accessed using the following HTTP methods: ${list}`
  return new ApiError(405, 'method-not-allowed', message)
}

function unsupported(method: string, path: string, why: string): ApiError {
  const address = `${method} ${path.slice(0, 200)}`
  const message = `The local platform does not support ${address}. ${why} Use Apify's cloud for it.`
  return new ApiError(501, 'not-implemented', message)
}

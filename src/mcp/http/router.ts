import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpConfig } from '../../config/http-flags.ts'
import { VERSION } from '../../shared/version.ts'
import * as auth from './auth.ts'
import { HttpError, sendJson } from './http-error.ts'
import type { Metrics } from './metrics.ts'

export interface RouterOptions {
  http: HttpConfig
  metrics: Metrics
}

/** Answers a POST of an authenticated client. */
type AnswerPost = (tenant: auth.Tenant) => Promise<void>

interface Route {
  methods: readonly string[]
  answer(request: IncomingMessage, response: ServerResponse, post: AnswerPost): Promise<void> | void
}

export interface Router {
  /** @throws {HttpError} if the request is refused, or its path or method does not exist */
  answer(request: IncomingMessage, response: ServerResponse, post: AnswerPost): Promise<void>
  /** Returns the path for logs: a known path without its query, or `other`. */
  label(request: IncomingMessage): string
}

/** Creates the routes of the server, with the checks before each of them. */
export function createRouter({ http, metrics }: RouterOptions): Router {
  const metadata: Route = {
    methods: ['GET', 'HEAD'],
    answer: (request, response) => sendJson(response, 200, auth.resourceMetadata(request, http)),
  }
  const routes = new Map<string, Route>([
    [
      auth.MCP_PATH,
      {
        methods: ['POST'],
        answer: (request, _, post) => post(auth.authenticate(request, http)),
      },
    ],
    ['/healthz', page({ status: 'ok', version: VERSION })],
    // Apify's platform probes here whether the web server of an Actor is ready.
    ['/', page({ name: 'apify-agent-tools', version: VERSION, mcp: auth.MCP_PATH })],
    [
      '/metrics',
      { methods: ['GET', 'HEAD'], answer: (_, response) => sendMetrics(metrics, response) },
    ],
    [auth.METADATA_PATH, metadata],
    [`${auth.METADATA_PATH}${auth.MCP_PATH}`, metadata],
  ])
  const pathOf = ({ url = '/' }: IncomingMessage) => {
    const path = url.split('?', 1)[0] ?? '/'
    return path.length > 1 ? path.replace(/\/$/, '') : path
  }
  return {
    label: (request) => (routes.has(pathOf(request)) ? pathOf(request) : 'other'),
    async answer(request, response, post) {
      auth.checkHost(request, http)
      auth.checkOrigin(request, response, http)
      auth.checkQuery(request)
      const route = routes.get(pathOf(request))
      if (!route) throw new HttpError(404, 'Not found. MCP is served at /mcp.')
      const methods = [...route.methods, 'OPTIONS'].join(', ')
      if (request.method === 'OPTIONS') return auth.answerPreflight(response, methods)
      if (!route.methods.includes(request.method ?? '')) throw wrongMethod(route.methods)
      await route.answer(request, response, post)
    },
  }
}

function page(body: object): Route {
  return {
    methods: ['GET', 'HEAD'],
    answer: (_, response) => sendJson(response, 200, body),
  }
}

async function sendMetrics(metrics: Metrics, response: ServerResponse): Promise<void> {
  const { type, text } = await metrics.render()
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}

function wrongMethod(methods: readonly string[]): HttpError {
  const message = methods.includes('POST')
    ? 'Send MCP messages by POST. There are no sessions, so there is no stream to GET and nothing to DELETE.'
    : `Use ${methods.join(' or ')}.`
  return new HttpError(405, message, { headers: { allow: methods.join(', ') } })
}

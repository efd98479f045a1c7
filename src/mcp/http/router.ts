import type { IncomingMessage } from 'node:http'
import type { HttpConfig } from '../../config/http-flags.ts'
import type { Redactor } from '../../exit/redact.ts'
import { plainToClient } from '../../exit/to-client.ts'
import { VERSION } from '../../shared/version.ts'
import * as auth from './auth.ts'
import type { ClientResponse } from './client-response.ts'
import { HttpError, sendJson } from './http-error.ts'
import type { Metrics } from './metrics.ts'
import { answerPreflight, checkHost, checkOrigin, checkQuery } from './request-checks.ts'
import {
  aiCatalog,
  CARD_PATH,
  CATALOG_PATH,
  letPagesRead,
  type PublicDocument,
  sendDocument,
  serverCard,
} from './server-card.ts'

export interface RouterOptions {
  http: HttpConfig
  authenticator: auth.Authenticator
  metrics: Metrics
  /** Knows the secrets of the server. */
  redactor: Redactor
}

/** Answers a POST of an authenticated client. */
type AnswerPost = (tenant: auth.Tenant) => Promise<void>

interface Route {
  methods: readonly string[]
  /** Whether any web page may read it. */
  isPublic?: true
  answer(request: IncomingMessage, response: ClientResponse, post: AnswerPost): Promise<void> | void
}

export interface Router {
  /** @throws {HttpError} if the request is refused, or its path or method does not exist */
  answer(request: IncomingMessage, response: ClientResponse, post: AnswerPost): Promise<void>
  /** Returns the path for logs: a known path without its query, or `other`. */
  label(request: IncomingMessage): string
}

/** Creates the routes of the server, with the checks before each of them. */
export function createRouter({ http, authenticator, metrics, redactor }: RouterOptions): Router {
  const metadata: Route = {
    methods: ['GET', 'HEAD'],
    answer: (request, response) =>
      sendJson(response, 200, authenticator.metadata(request), redactor),
  }
  const routes = new Map<string, Route>([
    [auth.MCP_PATH, calls(authenticator)],
    ['/healthz', page({ status: 'ok', version: VERSION }, redactor)],
    // Apify's platform probes here whether the web server of an Actor is ready.
    ['/', page({ name: 'apify-agent-tools', version: VERSION, mcp: auth.MCP_PATH }, redactor)],
    [
      '/metrics',
      {
        methods: ['GET', 'HEAD'],
        answer: (_, response) => sendMetrics(metrics, response, redactor),
      },
    ],
    [auth.METADATA_PATH, metadata],
    [`${auth.METADATA_PATH}${auth.MCP_PATH}`, metadata],
    [CARD_PATH, document((request) => serverCard(request, http), redactor)],
    [CATALOG_PATH, document(aiCatalog, redactor)],
  ])
  const pathOf = ({ url = '/' }: IncomingMessage) => {
    const path = url.split('?', 1)[0] ?? '/'
    return path.length > 1 ? path.replace(/\/$/, '') : path
  }
  return {
    label: (request) => (routes.has(pathOf(request)) ? pathOf(request) : 'other'),
    async answer(request, response, post) {
      checkHost(request, http)
      const route = routes.get(pathOf(request))
      if (!route?.isPublic || !letPagesRead(request, response)) checkOrigin(request, response, http)
      checkQuery(request)
      if (!route) throw new HttpError(404, 'Not found. MCP is served at /mcp.')
      const methods = [...route.methods, 'OPTIONS'].join(', ')
      if (request.method === 'OPTIONS') return answerPreflight(response, methods)
      if (!route.methods.includes(request.method ?? '')) throw wrongMethod(route.methods)
      await route.answer(request, response, post)
    },
  }
}

function calls(authenticator: auth.Authenticator): Route {
  return {
    methods: ['POST'],
    async answer(request, response, post) {
      const tenant = await authenticator.authenticate(request)
      // A client may leave while its token is checked.
      if (!response.destroyed) await post(tenant)
    },
  }
}

function page(body: object, redactor: Redactor): Route {
  return {
    methods: ['GET', 'HEAD'],
    answer: (_, response) => sendJson(response, 200, body, redactor),
  }
}

function document(create: (request: IncomingMessage) => PublicDocument, redactor: Redactor): Route {
  return {
    methods: ['GET', 'HEAD'],
    isPublic: true,
    answer: (request, response) => sendDocument(request, response, create(request), redactor),
  }
}

async function sendMetrics(
  metrics: Metrics,
  response: ClientResponse,
  redactor: Redactor,
): Promise<void> {
  const { type, text } = await metrics.render()
  response
    .writeHead(200, { 'content-type': type, 'cache-control': 'no-store' })
    .end(plainToClient(text, redactor))
}

function wrongMethod(methods: readonly string[]): HttpError {
  const message = methods.includes('POST')
    ? 'Send MCP messages by POST. There is no stream to GET, and no session to DELETE.'
    : `Use ${methods.join(' or ')}.`
  return new HttpError(405, message, { headers: { allow: methods.join(', ') } })
}

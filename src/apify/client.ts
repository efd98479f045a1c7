import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createBrotliDecompress, createGunzip, createInflate, gzip } from 'node:zlib'
import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici'
import { ToolError } from '../errors.ts'
import { ApiFailure, networkFailure, type Subject, statusFailure } from './failure.ts'

/** One call's limits: its requests end with the signal, its retries before the deadline. */
export interface Scope {
  signal: AbortSignal
  /** On the clock of `performance.now()`, in milliseconds. */
  deadlineAt: number
}

export interface ApiRequest {
  method: 'GET' | 'HEAD' | 'POST' | 'PUT'
  /** Path below the base URL, its segments already encoded. */
  path: string
  query?: Record<string, string | number | boolean | undefined>
  body?: Buffer
  contentType?: string
  headers?: Record<string, string>
  about: Subject
  /** `always` for what may be done twice, `refused` for what must not: see DELIVERY in api.ts. */
  retry: 'always' | 'refused'
  /** How long the answer may take to begin, in milliseconds. */
  patienceMs?: number
}

export interface ApiResponse {
  status: number
  headers: Record<string, string | undefined>
  /** Decoded (gzip, deflate, brotli); destroying it closes the connection. */
  body: Readable
}

/** Retries after the first attempt; with full jitter from 500 ms they take at most 7.5 s. */
const MAX_RETRIES = 4
const FIRST_DELAY_MS = 500
const PATIENCE_MS = 20_000
/** Redirects of one record that are followed. */
const MAX_REDIRECTS = 3
/** Below this size compression costs more than it saves (Apify's own client uses the same bound). */
const COMPRESS_FROM_BYTES = 1024
/** Sockets kept open to the API at most. */
const MAX_CONNECTIONS = 50
/** An error body is read this far: its message stands at the front. */
const ERROR_BODY_BYTES = 64 * 1024

/**
 * The transport: one keep-alive pool, authentication, compression, redirects and retries.
 * Every failure leaves as an `ApiFailure`, or as the reason of the scope's signal.
 */
export class ApifyClient {
  readonly #origin: string
  readonly #basePath: string
  readonly #token: string | undefined
  readonly #userAgent: string
  readonly #dispatcher: Dispatcher

  constructor(options: { baseUrl: string; token?: string; version: string }) {
    const url = new URL(options.baseUrl)
    this.#origin = url.origin
    this.#basePath = url.pathname.replace(/\/+$/, '')
    this.#token = options.token
    this.#userAgent = `apify-agent-tools/${options.version} (node ${process.versions.node})`
    const pool = { connections: MAX_CONNECTIONS, pipelining: 1 }
    const proxied = /^https?_proxy$/i
    const hasProxy = Object.keys(process.env).some(
      (name) => proxied.test(name) && process.env[name],
    )
    this.#dispatcher = hasProxy ? new EnvHttpProxyAgent(pool) : new Agent(pool)
  }

  /** Closes the pool; requests under way end with an error. */
  close(): Promise<void> {
    return this.#dispatcher.destroy()
  }

  /**
   * Sends a request until it succeeds, may not be repeated, or time is up.
   * @param consume reads the answer; a broken body counts as a failed attempt. When it returns, the
   *   rest of the body is thrown away.
   * @throws ApiFailure, or the reason of `scope.signal`
   */
  async send<T>(
    request: ApiRequest,
    scope: Scope,
    consume: (response: ApiResponse) => Promise<T>,
  ): Promise<T> {
    for (let retries = 0; ; retries++) {
      try {
        return await this.#attempt(request, scope, consume)
      } catch (error) {
        scope.signal.throwIfAborted()
        const failure = error instanceof ToolError ? error : networkFailure(error, this.#origin)
        if (!mayRetry(failure, request) || retries === MAX_RETRIES) throw failure
        const delay = failure.retryAfterMs ?? Math.random() * FIRST_DELAY_MS * 2 ** retries
        if (performance.now() + delay > scope.deadlineAt) throw failure
        await sleep(delay, undefined, { signal: scope.signal }).catch(() => {})
        scope.signal.throwIfAborted()
      }
    }
  }

  async #attempt<T>(
    request: ApiRequest,
    scope: Scope,
    consume: (response: ApiResponse) => Promise<T>,
  ): Promise<T> {
    const response = await this.#open(request, scope)
    try {
      if (response.status >= 300) throw await failureOf(response, request)
      return await consume(response)
    } finally {
      response.body.on('error', () => {}).destroy()
    }
  }

  /** Opens the answer, following redirects; the token goes to the API's own origin only. */
  async #open(request: ApiRequest, scope: Scope): Promise<ApiResponse> {
    let url = new URL(
      `${this.#origin}${this.#basePath}${request.path}${queryString(request.query)}`,
    )
    for (let redirects = 0; ; redirects++) {
      const response = await this.#dispatch(url, request, scope)
      const location = response.headers.location
      const moved = response.status >= 301 && response.status <= 308 && location !== undefined
      if (!moved || request.method === 'POST' || request.method === 'PUT') return response
      response.body.on('error', () => {}).destroy()
      if (redirects === MAX_REDIRECTS) {
        throw new ToolError(
          `Apify redirected more than ${MAX_REDIRECTS} times for the ${request.about.kind}.`,
          'Call again later; if it stays so, report it to Apify support.',
        )
      }
      url = new URL(location, url)
    }
  }

  async #dispatch(url: URL, request: ApiRequest, scope: Scope): Promise<ApiResponse> {
    const { body, encoding } = await compressed(request.body)
    const headers: Record<string, string> = {
      'user-agent': this.#userAgent,
      'accept-encoding': 'br, gzip, deflate',
      ...request.headers,
    }
    if (request.contentType) headers['content-type'] = request.contentType
    if (encoding) headers['content-encoding'] = encoding
    if (this.#token && url.origin === this.#origin) headers.authorization = `Bearer ${this.#token}`
    const patience = request.patienceMs ?? PATIENCE_MS
    const response = await this.#dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers,
      ...(body && { body }),
      signal: scope.signal,
      headersTimeout: patience,
      bodyTimeout: PATIENCE_MS,
    })
    const plain = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value[0] : value,
      ]),
    )
    return {
      status: response.statusCode,
      headers: plain,
      body: decoded(response.body, plain['content-encoding']),
    }
  }
}

function mayRetry(failure: ToolError, request: ApiRequest): failure is ApiFailure {
  if (!(failure instanceof ApiFailure) || !failure.transient) return false
  if (request.retry === 'always') return failure.status !== 408
  return failure.reach === 'refused' || failure.status === 429
}

async function failureOf(response: ApiResponse, request: ApiRequest): Promise<ApiFailure> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of response.body) {
    parts.push(chunk)
    size += chunk.length
    if (size > ERROR_BODY_BYTES) break
  }
  const body = Buffer.concat(parts).toString('utf8')
  return statusFailure(
    response.status,
    body,
    retryAfterMs(response.headers['retry-after']),
    request.about,
  )
}

/** `Retry-After` in either of its forms: seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}

function queryString(query: ApiRequest['query'] = {}): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) params.set(name, String(value))
  }
  return params.size > 0 ? `?${params}` : ''
}

const gzipAsync = promisify(gzip)

async function compressed(body: Buffer | undefined): Promise<{ body?: Buffer; encoding?: string }> {
  if (!body) return {}
  if (body.length < COMPRESS_FROM_BYTES) return { body }
  return { body: await gzipAsync(body), encoding: 'gzip' }
}

function decoded(body: Readable, encoding: string | undefined): Readable {
  const make = { br: createBrotliDecompress, gzip: createGunzip, deflate: createInflate }
  if (encoding !== 'br' && encoding !== 'gzip' && encoding !== 'deflate') return body
  // Errors of either stream surface on the decoder, which is the one that is read.
  return pipeline(body, make[encoding](), () => {})
}

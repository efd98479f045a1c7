import { setTimeout as sleep } from 'node:timers/promises'
import type { Dispatcher } from 'undici'
import { ToolError } from '../../shared/errors.ts'
import { openPool } from './connection-pool.ts'
import { compressed, decoded, failureOf, queryString } from './encoding.ts'
import { givenUp, networkFailure } from './network-errors.ts'
import type { ApiRequest, ApiResponse, OpenResponse, Scope } from './request.ts'
import { retryDelay } from './retry-delay.ts'
import { DEFAULT_TIMEOUTS, type Timeouts } from './timeouts.ts'
import { collectGarbageWhileReading } from './v8-memory.ts'

/** Redirects of one record that are followed. */
const MAX_REDIRECTS = 3

export interface ClientOptions {
  baseUrl: string
  token?: string
  version: string
  /** Sockets kept open to the API at most. */
  connections?: number
  /** Called for each attempt that repeats one that failed. */
  onRetry?: () => void
  /** Awaited before an answer is read, so that many at once take turns. */
  waitTurn?: () => Promise<void>
  /** In place of the usual times. */
  timeouts?: Partial<Timeouts>
}

/**
 * The transport: one keep-alive pool, authentication, compression, redirects and retries.
 * Every failure leaves as an `ApiFailure`, or as the reason of the scope's signal.
 */
export class ApifyClient {
  private readonly origin: string
  private readonly basePath: string
  private readonly token: string | undefined
  private readonly userAgent: string
  private readonly dispatcher: Dispatcher
  private readonly options: ClientOptions
  readonly timeouts: Timeouts

  /** @param dispatcher the pool of another client, to be shared */
  constructor(options: ClientOptions, dispatcher?: Dispatcher) {
    this.options = options
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
    const url = new URL(options.baseUrl)
    this.origin = url.origin
    this.basePath = url.pathname.replace(/\/+$/, '')
    this.token = options.token
    this.userAgent = `apify-agent-tools/${options.version} (node ${process.versions.node})`
    this.dispatcher = dispatcher ?? openPool(options.connections)
  }

  /** A client that authenticates with another token, over the same connections. */
  withToken(token: string): ApifyClient {
    return new ApifyClient({ ...this.options, token }, this.dispatcher)
  }

  /** Closes the pool; requests under way end with an error. */
  close(): Promise<void> {
    return this.dispatcher.destroy()
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
        return await this.attempt(request, scope, consume)
      } catch (error) {
        scope.signal.throwIfAborted()
        // The answer came; it was more than the reader could take.
        if (error instanceof RangeError) throw error
        const failure = error instanceof ToolError ? error : networkFailure(error, this.origin)
        const { firstRetryMs } = this.timeouts
        const delay = retryDelay(failure, request, { retries, firstRetryMs })
        if (delay === undefined || performance.now() + delay > scope.deadlineAt) throw failure
        await sleep(delay, undefined, { signal: scope.signal }).catch(() => {})
        scope.signal.throwIfAborted()
        this.options.onRetry?.()
      }
    }
  }

  private async attempt<T>(
    request: ApiRequest,
    scope: Scope,
    consume: (response: ApiResponse) => Promise<T>,
  ): Promise<T> {
    const { signal, stop } = withTimeout(scope.signal, request.totalTimeoutMs)
    let response: OpenResponse | undefined
    try {
      response = await this.open(request, signal)
      await this.options.waitTurn?.()
      if (response.status >= 300) throw await failureOf(response, request)
      return await consume({ ...response, body: collectGarbageWhileReading(response.body) })
    } finally {
      response?.body.on('error', () => {}).destroy()
      stop()
    }
  }

  /** Opens the answer, following redirects; the token goes to the API's own origin only. */
  private async open(request: ApiRequest, signal: AbortSignal): Promise<OpenResponse> {
    let url = new URL(`${this.origin}${this.basePath}${request.path}${queryString(request.query)}`)
    for (let redirects = 0; ; redirects++) {
      const response = await this.dispatch(url, request, signal)
      const location = response.headers.location
      const moved = response.status >= 301 && response.status <= 308 && location !== undefined
      if (!moved || request.method === 'POST' || request.method === 'PUT') return response
      response.body.on('error', () => {}).destroy()
      if (redirects === MAX_REDIRECTS) {
        throw new ToolError(
          `Apify redirected more than ${MAX_REDIRECTS} times for the ${request.resource.kind}.`,
          'Call again later; if it stays so, report it to Apify support.',
        )
      }
      url = nextUrl(location, url, request.resource.kind)
    }
  }

  private async dispatch(
    url: URL,
    request: ApiRequest,
    signal: AbortSignal,
  ): Promise<OpenResponse> {
    const { body, encoding } = await compressed(request.body)
    const headers: Record<string, string> = {
      'user-agent': request.startId ? `${this.userAgent} ${request.startId}` : this.userAgent,
      'accept-encoding': 'br, gzip, deflate',
    }
    if (request.contentType) headers['content-type'] = request.contentType
    if (encoding) headers['content-encoding'] = encoding
    if (this.token && url.origin === this.origin) headers.authorization = `Bearer ${this.token}`
    const response = await this.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers,
      ...(body && { body }),
      signal,
      headersTimeout: request.responseTimeoutMs ?? this.timeouts.responseTimeoutMs,
      bodyTimeout: this.timeouts.responseTimeoutMs,
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

/** @throws ToolError where a redirect leads to nothing that HTTP could fetch */
function nextUrl(location: string, from: URL, kind: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new ToolError(
    `Apify redirected to an address that is none of the web, for the ${kind}.`,
    'Check APIFY_API_BASE_URL and HTTPS_PROXY; report it to Apify support if they are right.',
  )
}

/** The signal of an attempt, which also ends it after `ms` where that is given. */
function withTimeout(signal: AbortSignal, ms: number | undefined) {
  if (ms === undefined) return { signal, stop() {} }
  const attempt = new AbortController()
  const timer = setTimeout(() => attempt.abort(givenUp()), ms)
  return {
    signal: AbortSignal.any([signal, attempt.signal]),
    stop: () => clearTimeout(timer),
  }
}

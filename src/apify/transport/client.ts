import { setTimeout as sleep } from 'node:timers/promises'
import { createRedactor, type Redactor } from '../../exit/redact.ts'
import { ToolError } from '../../shared/errors.ts'
import type { ChooseProxy } from '../../shared/http-proxy.ts'
import { timerMs } from '../../shared/timer-ms.ts'
import type { RequestPayment } from '../types/payment.ts'
import { openPool } from './connection-pool.ts'
import { discardRest } from './discard-rest.ts'
import { bodyToSend, decoded, plainHeaders, queryString } from './encoding.ts'
import { type Connections, firstAlone } from './first-alone.ts'
import { nextAttempt } from './next-attempt.ts'
import { nextUrl } from './next-url.ts'
import { readChunks } from './read-chunks.ts'
import { refusalOf } from './refusal.ts'
import type { ApiRequest, ApiResponse, OpenResponse, Scope } from './request.ts'
import { DEFAULT_TIMEOUTS, type Timeouts, withTimeout } from './timeouts.ts'
import { type WatchedAttempt, watchAttempt } from './watch-attempt.ts'

/** Redirects of one request that are followed. */
const MAX_REDIRECTS = 3

export interface ClientOptions {
  baseUrl: string
  token?: string
  /** Whether the API is that of the local platform. Default: it is Apify's. */
  isLocal?: boolean
  version: string
  /** The most sockets to the API. */
  connections?: number
  /** Default: no proxy. */
  proxyFor?: ChooseProxy
  /** Called before each retry. */
  onRetry?: () => void
  /** Awaited before a response is read, so that concurrent responses take turns. */
  waitTurn?: () => Promise<void>
  /** Removes secrets from what the API answers. Default: those by form, and the token. */
  redactor?: Redactor
  /** Override the defaults. */
  timeouts?: Partial<Timeouts>
  /** Pays for the requests in place of the token. */
  payment?: RequestPayment
}

/**
 * Sends requests through one keep-alive pool, with authentication, compression, redirects and
 * retries. Throws an `ApiFailure`, or the reason of the scope's signal.
 */
export class ApifyClient {
  readonly base: URL
  private readonly basePath: string
  private readonly token: string | undefined
  private readonly userAgent: string
  private readonly dispatcher: Connections
  private readonly options: ClientOptions
  readonly timeouts: Timeouts
  readonly redactor: Redactor

  /** @param dispatcher the pool of another client, to share it */
  constructor(options: ClientOptions, dispatcher?: Connections) {
    this.options = options
    this.timeouts = { ...DEFAULT_TIMEOUTS, ...options.timeouts }
    this.base = new URL(options.baseUrl)
    this.basePath = this.base.pathname.replace(/\/+$/, '')
    this.token = options.token
    this.redactor = options.redactor ?? createRedactor(() => [options.token])
    this.userAgent = `apify-agent-tools/${options.version} (node ${process.versions.node})`
    this.dispatcher = dispatcher ?? openPool(options.connections, options.proxyFor)
  }

  /**
   * Returns a client with another token that shares the connections.
   * @param redactor default: one for secrets by form, and the token
   */
  withToken(token: string, redactor?: Redactor): ApifyClient {
    const { redactor: _, ...options } = this.options
    return new ApifyClient({ ...options, token, ...(redactor && { redactor }) }, this.dispatcher)
  }

  /**
   * Returns a client whose requests a payment pays for. It shares the connections, and sends no token.
   * @param redactor knows the payment as a secret
   */
  withPayment(payment: RequestPayment, redactor: Redactor): ApifyClient {
    return new ApifyClient({ ...this.options, payment, redactor }, firstAlone(this.dispatcher))
  }

  /** Closes the pool; pending requests fail. */
  close(): Promise<void> {
    return this.dispatcher.destroy()
  }

  /**
   * Sends a request until it succeeds, must not be retried, or time is up.
   * @param consume reads the response; a broken body counts as a failed attempt. When it returns,
   *   the rest of the body is discarded.
   * @throws {ApiFailure} or the reason of `scope.signal`
   */
  async send<T>(
    request: ApiRequest,
    scope: Scope,
    consume: (response: ApiResponse) => Promise<T>,
  ): Promise<T> {
    for (let retries = 0; ; retries++) {
      const watched = scope.watch && watchAttempt(scope.watch, request, this.base, retries)
      try {
        const result = await this.attempt(request, scope, consume, watched)
        watched?.succeeded()
        return result
      } catch (error) {
        const { origin } = this.base
        const state = { retries, firstRetryMs: this.timeouts.firstRetryMs }
        const { isLocal } = this.options
        const { failure, delay } = nextAttempt(request, scope, { error, origin, isLocal, ...state })
        watched?.failed(failure, scope.signal.aborted, delay)
        if (delay === undefined) throw failure
        await sleep(timerMs(delay), undefined, { signal: scope.signal }).catch(() => {})
        scope.signal.throwIfAborted()
        this.options.onRetry?.()
        request.onRetry?.(failure)
      }
    }
  }

  private async attempt<T>(
    request: ApiRequest,
    scope: Scope,
    consume: (response: ApiResponse) => Promise<T>,
    watched: WatchedAttempt | undefined,
  ): Promise<T> {
    const { signal, stop } = withTimeout(scope.signal, request.totalTimeoutMs)
    let response: OpenResponse | undefined
    try {
      response = await this.open(request, signal)
      watched?.answered(response.status)
      await this.options.waitTurn?.()
      if (response.status >= 300)
        throw await refusalOf(response, request, this.redactor, this.options)
      const result = await consume({ ...response, body: readChunks(response.body) })
      if (!signal.aborted) {
        discardRest(response.body)
        response = undefined
      }
      return result
    } finally {
      response?.body.on('error', () => {}).destroy()
      stop()
    }
  }

  /** Opens the response, following redirects; only the API's own origin gets the token. */
  private async open(request: ApiRequest, signal: AbortSignal): Promise<OpenResponse> {
    let url = new URL(
      `${this.base.origin}${this.basePath}${request.path}${queryString(request.query)}`,
    )
    for (let redirects = 0; ; redirects++) {
      const response = await this.dispatch(url, request, signal)
      const location = response.headers.location
      const moved = response.status >= 301 && response.status <= 308 && location !== undefined
      if (!moved || !/^(?:GET|HEAD)$/.test(request.method)) return response
      response.body.on('error', () => {}).destroy()
      if (redirects === MAX_REDIRECTS) {
        throw new ToolError(
          `The API redirected the request for the ${request.resource.kind} more than ${MAX_REDIRECTS} times.`,
          'Call again later. If it happens again, report it.',
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
    const { body, length, encoding } = await bodyToSend(request.body)
    const headers: Record<string, string> = {
      'user-agent': request.startId ? `${this.userAgent} ${request.startId}` : this.userAgent,
      'accept-encoding': 'br, gzip, deflate',
    }
    if (request.contentType) headers['content-type'] = request.contentType
    if (length !== undefined) headers['content-length'] = String(length)
    if (encoding) headers['content-encoding'] = encoding
    const isApi = url.origin === this.base.origin
    if (isApi) this.authenticate(headers)
    const response = await this.dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers,
      ...(body && { body }),
      signal,
      headersTimeout: timerMs(request.responseTimeoutMs ?? this.timeouts.responseTimeoutMs),
      bodyTimeout: timerMs(this.timeouts.responseTimeoutMs),
    })
    const plain = plainHeaders(response.headers)
    if (isApi) this.options.payment?.answered(plain)
    return {
      status: response.statusCode,
      headers: plain,
      body: decoded(response.body, plain['content-encoding']),
      isApi,
    }
  }

  /** Adds the one credential of the requests: a payment, or else the token. */
  private authenticate(headers: Record<string, string>): void {
    if (this.options.payment) this.options.payment.attach(headers)
    else if (this.token) headers.authorization = `Bearer ${this.token}`
  }
}

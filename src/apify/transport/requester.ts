import { z } from 'zod'
import type { Redactor } from '../../exit/redact.ts'
import { peekBytes } from '../../shared/peek-bytes.ts'
import type { JsonReader } from '../../untrusted/json-reader.ts'
import { ApiFailure } from './api-failure.ts'
import { parseJsonOrFail, readJson, readText } from './body-readers.ts'
import type { ApifyClient } from './client.ts'
import { detailOf } from './error-detail.ts'
import { foreignAnswer, foreignFailure, isPage } from './foreign-answer.ts'
import type { ApiRequest, ApiResponse, Scope } from './request.ts'
import type { CallTimes } from './timeouts.ts'

/** Almost every response of the API wraps its object like this. */
const envelope = z.object({ data: z.unknown() })

/** A request; it is retried unless `retry` says otherwise. */
export type Request = Omit<ApiRequest, 'retry'> & Partial<Pick<ApiRequest, 'retry'>>

/** Sends requests to endpoints, within the time of one tool call. */
export interface Requester extends CallTimes {
  /** Removes secrets from what is read. `data` does it itself, `open` does not. */
  redactor: Redactor
  /**
   * Returns the object in the response.
   * @throws {ApiFailure} if it does not match the schema
   */
  data<S extends z.ZodObject>(schema: S, request: Request): Promise<z.output<S>>
  /** Like `data`, with the secrets that it may hold. */
  storedData<S extends z.ZodObject>(schema: S, request: Request): Promise<z.output<S>>
  /** Like `data`, with the status of the response. */
  dataWithStatus<S extends z.ZodObject>(
    schema: S,
    request: Request,
  ): Promise<{ status: number; data: z.output<S> }>
  /** Passes the open response to `read`; what `read` leaves is not transferred. */
  open<T>(request: Request, read: (response: ApiResponse) => Promise<T>): Promise<T>
  /** Sends a request whose response has no content. */
  done(request: Request): Promise<void>
}

/**
 * Creates the requester of one tool call: its requests end with the signal of the scope, and no retry
 * begins after its deadline.
 * @param holdMuch waits until there is memory for a large response. Default: there is.
 */
export function createRequester(
  client: ApifyClient,
  scope: Scope,
  holdMuch?: JsonReader['holdMuch'],
): Requester {
  const { redactor } = client
  const open: Requester['open'] = (request, read) =>
    client.send({ retry: 'always', ...request }, scope, async (response) => {
      const mayBePage = request.mayBePage ?? request.query?.format === 'html'
      const isSuspect = !mayBePage && isPage(response.headers['content-type'])
      return read(isSuspect ? await checkedForPage(response, request, redactor) : response)
    })
  const read = <S extends z.ZodObject>(schema: S, request: Request, keepsSecrets = false) =>
    open(
      { totalTimeoutMs: client.timeouts.totalTimeoutMs, ...request },
      async ({ status, body }) => {
        const answer = await readJson(body, { redactor, keepsSecrets, holdMuch })
        const parsed = schema.safeParse(envelope.safeParse(answer).data?.data)
        if (parsed.success) return { status, data: parsed.data }
        throw unexpectedForm(request.resource.kind, answer, redactor)
      },
    )
  return {
    open,
    redactor,
    dataWithStatus: read,
    signal: scope.signal,
    deadlineAt: scope.deadlineAt,
    timeouts: client.timeouts,
    watch: scope.watch,
    data: async (schema, request) => (await read(schema, request)).data,
    storedData: async (schema, request) => (await read(schema, request, true)).data,
    done: (request) =>
      open(request, async ({ body }) => {
        // The API sends `{}` or an empty body. Anything but JSON is not from the API, so the work may not be done.
        const text = await readText(body)
        if (text.trim() !== '') parseJsonOrFail(text, redactor)
      }),
  }
}

/** Returns the error of JSON in which the expected object is missing, or its ID is. */
function unexpectedForm(kind: string, answer: unknown, redactor: Redactor): ApiFailure {
  const { message } = detailOf(answer, redactor.text)
  return new ApiFailure(
    `The API's response for the ${kind} does not have the expected form${message ? `: ${message}` : '.'}`,
    'Call again in a moment. If it happens again, check that APIFY_API_BASE_URL is an Apify API.',
    'lost',
    // What a gateway says may be over in a moment. A whole answer of another form comes again.
    message ? undefined : 200,
  )
}

/** How much of a page is read for its title. */
const PAGE_BYTES = 64 * 1024

/**
 * Returns a response that is marked as a page but is none.
 * @throws {ApiFailure} if it is a page, such as the login page of a network
 */
async function checkedForPage(
  response: ApiResponse,
  { resource }: Request,
  redactor: Redactor,
): Promise<ApiResponse> {
  const { first, body } = await peekBytes(response.body, PAGE_BYTES)
  const text = first.toString('utf8')
  const foreign = /^\s*</.test(text) && foreignAnswer(redactor.text(text))
  if (foreign) throw foreignFailure(foreign, { resource })
  return { ...response, body }
}

/** Returns whether the API itself, not a gateway before it, answered with one of the given statuses. */
export function isAnswer(error: unknown, ...statuses: number[]): error is ApiFailure {
  return error instanceof ApiFailure && !error.foreign && statuses.includes(error.status ?? 0)
}

/** Returns an error handler that returns undefined for the given statuses and throws all other errors. */
export function undefinedOnStatus(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (isAnswer(error, ...statuses)) return undefined
    throw error
  }
}

import { z } from 'zod'
import { ApiFailure } from './api-failure.ts'
import { parseJsonOrFail, readJson, readText } from './body-readers.ts'
import type { ApifyClient } from './client.ts'
import type { ApiRequest, ApiResponse, Scope } from './request.ts'
import type { CallTimes } from './timeouts.ts'

/** Almost every response of the API wraps its object like this. */
const envelope = z.object({ data: z.unknown() })

/** A request; it is retried unless `retry` says otherwise. */
export type Request = Omit<ApiRequest, 'retry'> & Partial<Pick<ApiRequest, 'retry'>>

/** Sends requests to endpoints, within the time of one tool call. */
export interface Requester extends CallTimes {
  /**
   * Returns the object in the response.
   * @throws {ApiFailure} if it does not match the schema
   */
  data<S extends z.ZodObject>(schema: S, request: Request): Promise<z.output<S>>
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
 */
export function createRequester(client: ApifyClient, scope: Scope): Requester {
  const open: Requester['open'] = (request, read) =>
    client.send({ retry: 'always', ...request }, scope, read)
  const dataWithStatus: Requester['dataWithStatus'] = (schema, request) =>
    open(
      { totalTimeoutMs: client.timeouts.totalTimeoutMs, ...request },
      async ({ status, body }) => {
        const answer = envelope.safeParse(await readJson(body))
        const parsed = schema.safeParse(answer.data?.data)
        if (parsed.success) return { status, data: parsed.data }
        throw notTheApi(request.resource.kind)
      },
    )
  return {
    open,
    dataWithStatus,
    signal: scope.signal,
    deadlineAt: scope.deadlineAt,
    timeouts: client.timeouts,
    data: async (schema, request) => (await dataWithStatus(schema, request)).data,
    done: (request) =>
      open(request, async ({ body }) => {
        // The API sends `{}` or an empty body. Anything but JSON is not from the API, so the work may not be done.
        const text = await readText(body)
        if (text.trim() !== '') parseJsonOrFail(text)
      }),
  }
}

/** Returns the error of a response that is not from the API, such as a login page. */
export function notTheApi(kind: string): ApiFailure {
  return new ApiFailure(
    `Apify's response for the ${kind} does not have the expected form.`,
    'Check that APIFY_API_BASE_URL is an Apify API.',
    'lost',
  )
}

/** Returns an error handler that returns undefined for the given statuses and throws all other errors. */
export function undefinedOnStatus(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof ApiFailure && statuses.includes(error.status ?? 0)) return undefined
    throw error
  }
}

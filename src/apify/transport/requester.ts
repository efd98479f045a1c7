import { z } from 'zod'
import { ApiFailure } from './api-failure.ts'
import { parseJsonOrFail, readJson, readText } from './body-readers.ts'
import type { ApifyClient } from './client.ts'
import type { ApiRequest, ApiResponse, Scope } from './request.ts'
import type { CallTimes } from './timeouts.ts'

/** Almost every answer of the API wraps its object so. */
const envelope = z.object({ data: z.unknown() })

/** A request whose repetition is harmless unless it says otherwise, as that of every GET is. */
export type Request = Omit<ApiRequest, 'retry'> & Partial<Pick<ApiRequest, 'retry'>>

/** The ways in which endpoints are called, bound to one call of a tool. */
export interface Requester extends CallTimes {
  /** The object that the answer wraps. @throws ApiFailure where it has not the schema's form */
  data<S extends z.ZodObject>(schema: S, request: Request): Promise<z.output<S>>
  /** As `data`, with the status of the answer. */
  answer<S extends z.ZodObject>(
    schema: S,
    request: Request,
  ): Promise<{ status: number; data: z.output<S> }>
  /** Hands the open answer to `read`; what is not read is never transferred. */
  open<T>(request: Request, read: (response: ApiResponse) => Promise<T>): Promise<T>
  /** For answers that say nothing but that it is done. */
  done(request: Request): Promise<void>
}

export function createRequester(client: ApifyClient, scope: Scope): Requester {
  const open: Requester['open'] = (request, read) =>
    client.send({ retry: 'always', ...request }, scope, read)
  const answer: Requester['answer'] = (schema, request) =>
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
    answer,
    signal: scope.signal,
    deadlineAt: scope.deadlineAt,
    timeouts: client.timeouts,
    data: async (schema, request) => (await answer(schema, request)).data,
    done: (request) =>
      open(request, async ({ body }) => {
        // The API says `{}` or nothing; a page of someone in between does not mean that it is done.
        const text = await readText(body)
        if (text.trim() !== '') parseJsonOrFail(text)
      }),
  }
}

/** An answer that is not the API's, as that of a login page on the way. */
export function notTheApi(kind: string): ApiFailure {
  return new ApiFailure(
    `Apify's answer about the ${kind} has not the expected form.`,
    'Check that APIFY_API_BASE_URL is an Apify API.',
    'lost',
  )
}

/** A handler of failures that turns those of the given statuses into nothing. */
export function undefinedOnStatus(...statuses: number[]): (error: unknown) => undefined {
  return (error) => {
    if (error instanceof ApiFailure && statuses.includes(error.status ?? 0)) return undefined
    throw error
  }
}

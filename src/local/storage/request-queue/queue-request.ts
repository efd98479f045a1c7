import { createHash } from 'node:crypto'
import { z } from 'zod'
import { parseStored } from '../../json-depth.ts'

const fields = {
  uniqueKey: z.string().min(1),
  url: z.string().min(1),
  method: z.string().default('GET'),
  retryCount: z.int().nonnegative().default(0),
  handledAt: z.string().nullish(),
}

/** The API's HttpMethod. */
const METHODS = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'DELETE',
  'CONNECT',
  'OPTIONS',
  'TRACE',
  'PATCH',
] as const

const anyObject = z.record(z.string(), z.unknown())

/**
 * A request as a client sends it, with the types of the API's description. Other fields are kept as
 * they are.
 */
export const newRequest = z.looseObject({
  ...fields,
  method: z.enum(METHODS).default('GET'),
  loadedUrl: z.string().nullish(),
  payload: z.union([z.string(), anyObject]).nullish(),
  headers: anyObject.nullish(),
  userData: anyObject.optional(),
  noRetry: z.boolean().nullish(),
  errorMessages: z.array(z.string()).nullish(),
})

/** A request with the fields that the platform itself reads. */
const readRequest = z.looseObject(fields)

export type NewRequest = z.infer<typeof readRequest>

/** A request as it is stored and returned. What is stored already may have other types. */
const queueRequest = readRequest.extend({ id: z.string() })

export type QueueRequest = z.infer<typeof queueRequest>

const change = z.object({
  id: z.string(),
  /** Its number in the order; null once it is handled. */
  orderNo: z.number().nullable(),
  /** The request; null once it is deleted. */
  request: queueRequest.nullable(),
})

/** A line of the journal: one change of a request. */
export type Change = z.infer<typeof change>

/** Parses a line of the journal. What is nested too deep in the request is cut. */
export function parseChange(text: string): Change {
  return change.parse(parseStored(text))
}

/** The result of adding or changing a request. */
export interface Registration {
  requestId: string
  wasAlreadyPresent: boolean
  wasAlreadyHandled: boolean
}

/** From Apify's own clients, which compute ids as well: theirs must be the same. */
const ID_LENGTH = 15

/**
 * Returns the id of a request. It is derived from the unique key, so no request is in a queue
 * twice.
 */
export function requestIdOf(uniqueKey: string): string {
  const digest = createHash('sha256').update(uniqueKey).digest('base64')
  return digest.replace(/[+/=]/g, '').slice(0, ID_LENGTH)
}

/** Returns the part of a request that the head of a queue shows. */
export function toHeadItem({ id, uniqueKey, url, method, retryCount }: QueueRequest) {
  return { id, uniqueKey, url, method, retryCount }
}

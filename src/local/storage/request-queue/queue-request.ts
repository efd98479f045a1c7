import { createHash } from 'node:crypto'
import { z } from 'zod'

/** A request as a client sends it; what is not named here is kept as it is. */
export const newRequest = z.looseObject({
  uniqueKey: z.string().min(1),
  url: z.string().min(1),
  method: z.string().default('GET'),
  retryCount: z.int().nonnegative().default(0),
  handledAt: z.string().nullish(),
})

export type NewRequest = z.infer<typeof newRequest>

/** A request as it is stored and shown. */
export const queueRequest = newRequest.extend({ id: z.string() })

export type QueueRequest = z.infer<typeof queueRequest>

/** What became of a request that was added or changed. */
export interface Registration {
  requestId: string
  wasAlreadyPresent: boolean
  wasAlreadyHandled: boolean
}

/** From the clients of the API, which compute it as well: the ids must be the same. */
const ID_LENGTH = 15

/** The id of a request is made of its unique key, so that no request is in a queue twice. */
export function requestIdOf(uniqueKey: string): string {
  const digest = createHash('sha256').update(uniqueKey).digest('base64')
  return digest.replace(/[+/=]/g, '').slice(0, ID_LENGTH)
}

/** The part of a request that the head of a queue shows. */
export function toHeadItem({ id, uniqueKey, url, method, retryCount }: QueueRequest) {
  return { id, uniqueKey, url, method, retryCount }
}

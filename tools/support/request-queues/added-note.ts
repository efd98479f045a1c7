import type { AddedRequests, QueueRequest } from '../../../src/apify/types/queue-types.ts'
import { notes } from '../arguments.ts'
import { countOf } from '../count-of.ts'
import { firstNames, nameCount } from '../text/one-line.ts'

/** The most requests that a result names. */
const MAX_NAMES = 50

/** Returns the keys of requests, as many as a result names; undefined if there are none. */
export function namesOf(
  requests: readonly QueueRequest[],
  maxResultTokens: number,
): string[] | undefined {
  if (requests.length === 0) return undefined
  const keys = requests.map(({ uniqueKey }) => uniqueKey)
  return firstNames(keys, nameCount(maxResultTokens, MAX_NAMES))
}

/** Says what to do about requests that are not in the queue; undefined if all are. */
export function addedNote(result: AddedRequests, total: number): string | undefined {
  const { refused, sent, alreadyPresent, isRepeated } = result
  return notes(
    isRepeated &&
      alreadyPresent > 0 &&
      'A response was lost and its requests were sent again, so this call may have added some of those that are already present.',
    refused.length > 0 &&
      `The API did not take ${countOf(refused.length, 'request')}, although each was sent several times: add these again in a minute.`,
    sent < total &&
      `The call ran out of time after ${sent} of ${total}: call again with the requests from position ${sent} on.`,
  )
}

import type { ToolError } from '../../shared/errors.ts'
import { isObject } from '../../shared/json.ts'
import { quoted } from '../../shared/quote.ts'
import type { ApiFailure } from '../transport/api-failure.ts'
import type { CallTimes } from '../transport/timeouts.ts'
import { lostWrite, sendOnce } from './send-once.ts'

/** The requests of a creation; `ms` is how long a lookup may take. */
export interface CreateRequests<T> {
  create(): Promise<T>
  /** Returns what was created: what has the name, or the key, of the request; undefined if nothing has it. */
  find(ms: number): Promise<T | undefined>
}

/** What is created, for errors. */
export interface Created {
  kind: 'task' | 'schedule' | 'webhook'
  /** The name in the request, or what else a person knows it by. */
  name: string
  /** What is sent. What is found must have all of it to be what was created. */
  sent: object
}

/**
 * Creates something exactly once. It is sent once; if the response is lost, it is looked up.
 * @returns what the API returned, or what was found
 * @throws {ApiFailure} says that it may exist, if it is not found, or that something else has its name
 */
export async function createOnce<T>(
  created: Created,
  times: CallTimes,
  requests: CreateRequests<T>,
): Promise<T> {
  return sendOnce(times, {
    send: () => requests.create(),
    find: (ms) => requests.find(ms()),
    check(found, cause) {
      if (!includesAll(found, created.sent)) throw nameIsTaken(created, cause)
    },
    notFound: (cause) => mayExist(created, cause),
  })
}

/** Returns whether a value has all that another has. The API adds fields of its own, such as ids of actions. */
export function includesAll(value: unknown, part: unknown): boolean {
  if (part === undefined) return true
  if (Array.isArray(part)) {
    const isAlike = Array.isArray(value) && value.length === part.length
    return isAlike && part.every((one, i) => includesAll(value[i], one))
  }
  if (!isObject(part)) return Object.is(value, part)
  return (
    isObject(value) &&
    Object.entries(part).every(([key, one]) => includesAll(ownValue(value, key), one))
  )
}

function ownValue(object: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value
}

function mayExist({ kind, name }: Created, cause: ToolError): ApiFailure {
  return lostWrite(
    `The response to the creation of ${kind} ${quoted(name)} was lost, and there is no such ${kind} yet. It may exist anyway, or appear later. (${cause.happened})`,
    `Do not save it again before you have looked: \`list_${kind}s\` shows the newest first.`,
    cause,
  )
}

function nameIsTaken({ kind, name }: Created, cause: ToolError): ApiFailure {
  return lostWrite(
    `The response to the creation of ${kind} ${quoted(name)} was lost, and there is a ${kind} of that name with other settings. (${cause.happened})`,
    `Look at it with \`get_${kind}\`: change it by its \`${kind}Id\`, or choose another \`name\`.`,
    cause,
  )
}

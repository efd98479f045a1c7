import type { z } from 'zod'
import { ApiFailure } from '../transport/api-failure.ts'
import type { ApiResource } from '../transport/api-resource.ts'
import { isAnswer, type Request, type Requester } from '../transport/requester.ts'

/** Returns the body of a request in JSON. Entries that are undefined are left out. */
export function jsonBody(value: object): Pick<Request, 'body' | 'contentType'> {
  return { body: Buffer.from(JSON.stringify(value)), contentType: 'application/json' }
}

/** Returns what the request of a creation has beside its path and body: it is sent once. */
export function onceOnly({ timeouts }: Requester) {
  return { method: 'POST', retry: 'not-sent', totalTimeoutMs: timeouts.writeTimeoutMs } as const
}

/** Returns what a lookup of a creation has: it is not repeated, since the lookups are. */
export function lookup(totalTimeoutMs: number) {
  return { method: 'GET', retries: 0, totalTimeoutMs } as const
}

/** Sends `PUT`, which changes the fields that it has and leaves the others. It may be repeated. */
export function change<S extends z.ZodObject>(
  requester: Requester,
  schema: S,
  { path, resource, fields }: { path: string; resource: ApiResource; fields: object },
): Promise<z.output<S>> {
  return requester.data(schema, { method: 'PUT', path, resource, ...jsonBody(fields) })
}

/**
 * Sends `DELETE` for what was read before. It may be repeated: if it is gone, an attempt whose response
 * was lost has deleted it.
 */
export async function remove(
  requester: Requester,
  path: string,
  resource: ApiResource,
): Promise<void> {
  try {
    await requester.done({ method: 'DELETE', path, resource })
  } catch (error) {
    if (!isAnswer(error, 404)) throw error
  }
}

/** Returns a handler that says of a name that is taken (409) how to change what has it. */
export function explainTaken(kind: 'task' | 'schedule'): (error: unknown) => never {
  return (error) => {
    if (!isAnswer(error, 409)) throw error
    const remedy = `To change the existing ${kind}, give its name as \`${kind}Id\`; else choose another \`name\`.`
    throw new ApiFailure(error.happened, remedy, error.delivery, error.status, undefined, {
      cause: error,
    })
  }
}

import { LEGACY_CALL } from '../check-params.ts'
import { describeParamsError } from '../describe-params-error.ts'
import type { Answer, Exchange } from '../http/exchange-contract.ts'
import { INTERNAL_ERROR, INVALID_PARAMS, type RequestMessage } from '../jsonrpc.ts'
import { type Content, type Presented, presentedJson } from '../present.ts'
import type { RequestHandlers } from '../request-handlers.ts'
import { NO_SESSION } from './caller.ts'

/**
 * Returns whether `answerCall` answers a request: it is a call. One that asks for a task is left to a server of the
 * SDK, which knows what that means in the version of its client.
 */
export function isPlainCall({ method, params }: RequestMessage): boolean {
  return method === 'tools/call' && (params === undefined || !('task' in params))
}

/**
 * Answers a call with one JSON document, as a server of the SDK does. To create one for a single request takes as
 * long as the call. The document carries neither progress nor a log.
 */
export async function answerCall(
  handlers: RequestHandlers,
  { id, params }: RequestMessage,
  { requestContext, onStart }: Pick<Exchange, 'requestContext' | 'onStart'>,
): Promise<Answer | undefined> {
  const { data, error } = LEGACY_CALL.safeParse(params, { reportInput: true })
  if (!data) return errorAnswer(id, { code: INVALID_PARAMS, message: describeParamsError(error) })
  const closed = new AbortController()
  const meta = params?._meta
  const caller = {
    signal: closed.signal,
    meta,
    cannotAsk: NO_SESSION,
    // Who asks for progress waits longer, though none can reach it.
    ...(meta?.progressToken !== undefined && { progress: () => {} }),
  }
  return new Promise((resolve) => {
    onStart({
      async close() {
        resolve(undefined)
        closed.abort()
      },
      send: async (message) => resolve(documentOf(message)),
    })
    handlers.call(data.name, data.arguments, requestContext, caller).then(
      (result) => resolve({ document: () => resultJson(id, result) }),
      (reason: unknown) => resolve(errorAnswer(id, errorOf(reason))),
    )
  })
}

/** Returns the error of the answer for what was thrown, as a server of the SDK does. */
function errorOf(reason: unknown): { code: number; message: string } {
  if (!(reason instanceof Error)) return { code: INTERNAL_ERROR, message: 'Internal error' }
  const code =
    'code' in reason && Number.isSafeInteger(reason.code) ? Number(reason.code) : INTERNAL_ERROR
  return { code, message: reason.message }
}

function resultJson(id: RequestMessage['id'], result: Presented<Content>): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${presentedJson(result)}}`
}

function errorAnswer(id: RequestMessage['id'], error: { code: number; message: string }): Answer {
  return documentOf({ jsonrpc: '2.0', id, error })
}

/** Returns the document that is a message. */
export function documentOf(message: object): Answer {
  return { document: () => JSON.stringify(message) }
}

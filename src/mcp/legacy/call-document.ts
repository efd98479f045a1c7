import type { z } from 'zod'
import { LEGACY_CALL } from '../check-params.ts'
import { describeIssue } from '../describe-issue.ts'
import type { Answer, Exchange } from '../http/exchange-contract.ts'
import { INTERNAL_ERROR, INVALID_PARAMS, type RequestMessage } from '../jsonrpc.ts'
import { type Content, type Presented, presentedJson } from '../present.ts'
import type { RequestHandlers } from '../request-handlers.ts'
import { NO_SESSION } from './caller.ts'

/** A call whose answer is one JSON document. */
export interface DocumentCall extends Exchange {
  body: RequestMessage
}

/**
 * Returns whether a POST is a call whose answer is one JSON document. One that asks for a task is not: what
 * that means depends on the version of its client, which a server of the SDK knows.
 */
export function isDocumentCall(exchange: Exchange): exchange is DocumentCall {
  const { form, body } = exchange
  return (
    form === 'json' && !Array.isArray(body) && body.method === 'tools/call' && !asksForTask(body)
  )
}

function asksForTask({ params }: RequestMessage): boolean {
  return params !== undefined && 'task' in params
}

/**
 * Answers a call as a server of the SDK does. To create one for a single request takes as long as the call.
 * The document carries neither progress nor a log.
 */
export async function answerCall(
  handlers: RequestHandlers,
  { body: { id, params }, requestContext, onStart }: DocumentCall,
): Promise<Answer | undefined> {
  const { data, error } = LEGACY_CALL.safeParse(params, { reportInput: true })
  if (!data) return errorAnswer(id, INVALID_PARAMS, problemOf(error))
  const closed = new AbortController()
  const caller = { signal: closed.signal, meta: params?._meta, cannotAsk: NO_SESSION }
  return new Promise((resolve) => {
    onStart({
      async close() {
        resolve(undefined)
        closed.abort()
      },
      send: async (message) => resolve({ document: () => JSON.stringify(message) }),
    })
    handlers.call(data.name, data.arguments, requestContext, caller).then(
      (result) => resolve({ document: () => resultJson(id, result) }),
      (reason: unknown) => resolve(errorAnswer(id, INTERNAL_ERROR, textOf(reason))),
    )
  })
}

function problemOf({ issues: [issue] }: z.ZodError): string {
  return issue ? describeIssue('params', issue) : 'The `params` are malformed.'
}

function textOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : 'Internal error'
}

function resultJson(id: RequestMessage['id'], result: Presented<Content>): string {
  return `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${presentedJson(result)}}`
}

function errorAnswer(id: RequestMessage['id'], code: number, message: string): Answer {
  return { document: () => JSON.stringify({ jsonrpc: '2.0', id, error: { code, message } }) }
}

import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type {
  RequestMeta,
  ServerNotification,
  ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import type { Caller } from '../../tool-call/caller.ts'
import { progressSender } from '../request-handlers.ts'
import { askPersonOn } from './ask-by-elicitation.ts'
import { logTo } from './log-level.ts'

/** Why a client over HTTP cannot be asked: a question goes to it as a request, and each POST stands alone. */
export const NO_SESSION: Caller['cannotAsk'] = {
  reason:
    'no question can reach this client: over HTTP the server keeps no session, and before MCP 2026-07-28 it could ask only in one',
  remedy: 'Use a client that speaks MCP 2026-07-28, or one over stdio with MCP elicitation',
}

/** What a handler gets beside its request. */
export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/**
 * Returns the client of one request, which hears of its progress if it asked for it.
 * @param meta the metadata of the request
 * @param hasSession whether more than this one request comes over the transport
 */
export function callerOf(
  server: Server,
  meta: RequestMeta | undefined,
  { signal, sendNotification }: Extra,
  hasSession = true,
): Caller {
  const token = meta?.progressToken
  const method = 'notifications/progress'
  const progress =
    token === undefined
      ? undefined
      : progressSender(token, (counted) => sendNotification({ method, params: counted }))
  const log = logTo(server, sendNotification)
  const caller = { signal, meta, log, ...(progress && { progress }) }
  return {
    askPerson: askPersonOn(server, caller),
    ...caller,
    ...(!hasSession && { cannotAsk: NO_SESSION }),
  }
}

import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import type { RequestHandlerExtra } from '@modelcontextprotocol/sdk/shared/protocol.js'
import type {
  RequestMeta,
  ServerNotification,
  ServerRequest,
} from '@modelcontextprotocol/sdk/types.js'
import type { Caller } from '../../tool-call/call-tool.ts'
import { progressSender } from '../request-handlers.ts'
import { askPersonOn } from './ask-by-elicitation.ts'
import { logTo } from './log-level.ts'

/** What a handler gets beside its request. */
export type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>

/**
 * Returns the client of one request, which hears of its progress if it asked for it.
 * @param meta the metadata of the request
 */
export function callerOf(
  server: Server,
  meta: RequestMeta | undefined,
  { signal, sendNotification }: Extra,
): Caller {
  const token = meta?.progressToken
  const method = 'notifications/progress'
  const progress =
    token === undefined
      ? undefined
      : progressSender(token, (counted) => sendNotification({ method, params: counted }))
  const log = logTo(server, sendNotification)
  const caller = { signal, meta, log, ...(progress && { progress }) }
  return { ...caller, askPerson: askPersonOn(server, caller) }
}

import type { ServerContext } from '@modelcontextprotocol/server'
import type { Caller } from '../../tool-call/caller.ts'
import type { RequestContext } from '../request-context.ts'
import { progressSender } from '../request-handlers.ts'
import { logToRequest } from './log-to-request.ts'

/** Returns the client of one request, which hears of its progress and its log if it asked for them. */
export function callerOf(
  context: ServerContext,
  { acceptsProgress = true }: RequestContext,
): Caller {
  const { signal, _meta: meta, notify } = context.mcpReq
  if (!acceptsProgress) return { signal, meta }
  const token = meta?.progressToken
  const method = 'notifications/progress'
  const progress =
    token === undefined
      ? undefined
      : progressSender(token, (counted) => notify({ method, params: counted }))
  return { signal, meta, log: logToRequest(context), ...(progress && { progress }) }
}

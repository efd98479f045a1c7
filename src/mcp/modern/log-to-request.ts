import { LOG_LEVEL_META_KEY, type ServerContext } from '@modelcontextprotocol/server'
import type { Caller } from '../../tool-call/caller.ts'
import { LOGGER } from '../logger-name.ts'

/**
 * Returns a function that sends messages about a call on the stream of its request, from the level on that
 * the request names; undefined if it names none. The SDK leaves out what is below the level.
 */
export function logToRequest({ mcpReq }: ServerContext): Caller['log'] {
  if (!(LOG_LEVEL_META_KEY in (mcpReq.envelope ?? {}))) return undefined
  // A client that is gone needs no messages.
  return (level, data) => void mcpReq.log(level, data, LOGGER).catch(() => {})
}

import type { Server } from '@modelcontextprotocol/sdk/server/index.js'
import {
  type LoggingMessageNotification,
  SetLevelRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { isLogged, type LogLevel } from '../../shared/log-level.ts'
import type { Caller } from '../../tool-call/caller.ts'
import { LOGGER } from '../logger-name.ts'

/** The level that the client of each server has set. */
const levels = new WeakMap<Server, LogLevel>()

/** Lets the client choose what it is told of its calls. Before it does, it is told nothing. */
export function serveLogLevel(server: Server): void {
  server.setRequestHandler(SetLevelRequestSchema, ({ params }) => {
    levels.set(server, params.level)
    return {}
  })
}

/** Returns a function that sends the client messages about a call; undefined if it wants none. */
export function logTo(
  server: Server,
  send: (notification: LoggingMessageNotification) => Promise<void>,
): Caller['log'] {
  if (!levels.has(server)) return undefined
  return (level, data) => {
    // The client may change its mind while the call goes on.
    if (!isLogged(level, levels.get(server) ?? level)) return
    const params = { level, logger: LOGGER, data }
    // A client that is gone needs no messages.
    send({ method: 'notifications/message', params }).catch(() => {})
  }
}

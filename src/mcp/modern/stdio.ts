import { type Server, UnsupportedProtocolVersionError } from '@modelcontextprotocol/server'
import { serveStdio } from '@modelcontextprotocol/server/stdio'
import type { EraChannel } from '../channel.ts'
import { claimedVersion, isRequest, MODERN_VERSIONS } from '../jsonrpc.ts'
import type { RequestContext } from '../request-context.ts'
import type { RequestHandlers } from '../request-handlers.ts'
import { createModernServer } from './server.ts'

/** Serves the messages of a channel in the versions without a handshake. */
export function serveModern(
  channel: EraChannel,
  handlers: RequestHandlers,
  requestContext: RequestContext,
): void {
  serveStdio(() => createAnnouncing(handlers, requestContext), {
    transport: channel,
    legacy: 'reject',
  })
  const serve = channel.onmessage
  // The SDK checks the version of the first request only, but each request names its own.
  channel.onmessage = (message) => {
    const requested = claimedVersion(message)
    if (requested === undefined || MODERN_VERSIONS.includes(requested)) return serve?.(message)
    if (!isRequest(message)) return
    const { id } = message
    const unsupported = new UnsupportedProtocolVersionError({
      supported: MODERN_VERSIONS,
      requested,
    })
    const { code, data, message: text } = unsupported
    channel.send({ jsonrpc: '2.0', id, error: { code, message: text, data } })
  }
}

/** Creates a server that announces changes of the list of tools; the SDK knows who has subscribed. */
function createAnnouncing(handlers: RequestHandlers, requestContext: RequestContext): Server {
  const server = createModernServer(handlers, requestContext)
  server.onclose = handlers.lateTools?.onChange(() => {
    // A client that is gone needs no announcement.
    server.sendToolListChanged().catch(() => {})
  })
  return server
}

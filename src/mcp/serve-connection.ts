import type { ClientConnection, Era, EraChannel } from './channel.ts'
import { claimsVersion, isRequest, type Message, type RequestMessage } from './jsonrpc.ts'
import type { RequestContext, RequestHandlers } from './request-handlers.ts'

/**
 * Serves one connection in the era that its client speaks. The code of an era is loaded with its
 * first message, so that a client waits for no other.
 * @param ended told when the client is gone
 */
export async function serveConnection(
  wire: ClientConnection,
  handlers: RequestHandlers,
  requestContext: RequestContext,
  ended: () => void,
): Promise<void> {
  const channels = new Map<Era, EraChannel>()
  let current: Era | undefined
  let last: Promise<void> = Promise.resolve()
  const open = async (era: Era): Promise<EraChannel> => {
    const channel = createChannel(wire)
    await CONNECT[era](channel, handlers, requestContext)
    channels.set(era, channel)
    return channel
  }
  const deliver = async (message: Message) => {
    // Answers and notifications name no version: whoever waits for one knows it.
    if (!isRequest(message)) {
      for (const channel of channels.values()) channel.onmessage?.(message)
      return
    }
    current = eraOf(message, current)
    const channel = channels.get(current) ?? (await open(current))
    channel.onmessage?.(message)
  }
  wire.onmessage = (message) => {
    last = last.then(() => deliver(message)).catch(() => wire.close())
  }
  // What was asked at the end may wait for its code to be loaded, and is answered at once after that.
  wire.onend = () => {
    last.then(() => setImmediate(() => wire.close()))
  }
  wire.onclose = () => {
    for (const channel of channels.values()) channel.onclose?.()
    ended()
  }
  await wire.start()
}

/** A client may ask for a version first, and shake hands where it likes none. */
function eraOf(message: RequestMessage, current: Era | undefined): Era {
  if (claimsVersion(message) || message.method === 'server/discover') return 'modern'
  return message.method === 'initialize' ? 'legacy' : (current ?? 'legacy')
}

type Connect = (
  channel: EraChannel,
  handlers: RequestHandlers,
  requestContext: RequestContext,
) => Promise<void>

const CONNECT: Record<Era, Connect> = {
  async legacy(channel, handlers, requestContext) {
    const { createServer } = await import('./legacy/server.ts')
    await createServer(handlers, requestContext).connect(channel)
  },
  async modern(channel, handlers, requestContext) {
    const { serveModern } = await import('./modern/stdio.ts')
    serveModern(channel, handlers, requestContext)
  },
}

function createChannel(wire: ClientConnection): EraChannel {
  return {
    start: async () => {},
    send: (message) => wire.send(message),
    close: () => wire.close(),
  }
}

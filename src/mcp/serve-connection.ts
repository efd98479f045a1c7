import type { HandlersByEra } from './access/offered-by-era.ts'
import type { ClientConnection, Era, EraChannel } from './channel.ts'
import {
  claimsVersion,
  isRequest,
  type Message,
  MessageError,
  type RequestMessage,
  readMessage,
} from './jsonrpc.ts'
import type { RequestContext } from './request-context.ts'
import type { RequestHandlers } from './request-handlers.ts'

/**
 * Serves one connection in the era that its client speaks. The code of an era is loaded with its
 * first message, so that a client does not wait for the other one.
 * @param handlersOf returns what is offered in an era
 * @param onClosed called when the client is gone
 */
export async function serveConnection(
  connection: ClientConnection,
  handlersOf: HandlersByEra,
  requestContext: RequestContext,
  onClosed: () => void,
): Promise<void> {
  const channels = new Map<Era, EraChannel>()
  let current: Era | undefined
  let last: Promise<void> = Promise.resolve()
  let listed: Promise<void> | undefined
  const open = async (era: Era): Promise<EraChannel> => {
    const channel = createChannel(connection)
    await CONNECT[era](channel, handlersOf(era), requestContext)
    channels.set(era, channel)
    return channel
  }
  const deliver = async (message: Message) => {
    // Responses and notifications name no version, so each era gets them and takes its own.
    if (!isRequest(message)) {
      for (const channel of channels.values()) channel.onmessage?.(message)
      return
    }
    current = eraOf(message, current)
    if (message.method === 'tools/list') listed = handlersOf(current).lateTools?.ready()
    const channel = channels.get(current) ?? (await open(current))
    channel.onmessage?.(message)
  }
  connection.onmessage = (json) => {
    last = last
      .then(async () => {
        const message = readOrAnswer(json, connection)
        if (message) await deliver(message)
      })
      .catch(() => connection.close())
  }
  // The last request may still wait for its code, and a list for late tools; it is answered in the
  // turn after that.
  connection.onend = () => {
    last.then(() => listed).then(() => setImmediate(() => connection.close()))
  }
  connection.onclose = () => {
    for (const channel of channels.values()) channel.onclose?.()
    onClosed()
  }
  await connection.start()
}

/** Reads a message; answers it if it is malformed, unless it is a notification. */
function readOrAnswer(json: unknown, connection: ClientConnection): Message | undefined {
  try {
    return readMessage(json)
  } catch (error) {
    if (!(error instanceof MessageError)) throw error
    const { code, message, id } = error
    if (id !== undefined) connection.send({ jsonrpc: '2.0', id, error: { code, message } })
    return undefined
  }
}

/** Returns the era of a request. A client may discover versions first, and then use a handshake. */
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

function createChannel(connection: ClientConnection): EraChannel {
  return {
    start: async () => {},
    send: (message) => connection.send(message),
    close: () => connection.close(),
  }
}

import type { Redactor } from '../exit/redact.ts'
import { redactMessage } from '../exit/redact-message.ts'
import type { ClientConnection } from '../mcp/channel.ts'

/** Returns a connection over the transport of another program, which sends messages without secrets. */
export function guardConnection(transport: ClientConnection, redactor: Redactor): ClientConnection {
  const connection: ClientConnection = {
    start() {
      transport.onmessage = (json) => connection.onmessage?.(json)
      transport.onclose = () => connection.onclose?.()
      transport.onerror = (error) => connection.onerror?.(error)
      transport.onend = () => connection.onend?.()
      return transport.start()
    },
    send: (message) => transport.send(redactMessage(message, redactor)),
    close: () => transport.close(),
  }
  return connection
}

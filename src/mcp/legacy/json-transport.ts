import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { JSONRPCMessage, JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js'

/**
 * Carries one request to a server and returns its answer as a JSON document. That of the SDK makes a web request
 * and a web response of each, which takes as long as many a call. Progress has no place in a document.
 */
export class JsonTransport implements Transport {
  onmessage?: NonNullable<Transport['onmessage']>
  onclose?: () => void
  private settle: (answer: JSONRPCMessage | undefined) => void = () => {}

  async start(): Promise<void> {}

  /** Returns the answer to a request; undefined if the server was closed before. */
  ask(request: JSONRPCRequest): Promise<JSONRPCMessage | undefined> {
    return new Promise((resolve) => {
      this.settle = resolve
      this.onmessage?.(request)
    })
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message)) this.settle(message)
  }

  async close(): Promise<void> {
    this.settle(undefined)
    this.onclose?.()
  }
}

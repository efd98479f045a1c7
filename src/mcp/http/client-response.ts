import type { ServerResponse } from 'node:http'
import type { ClientOutput, ClientText } from '../../exit/to-client.ts'

type Unchanged =
  | 'destroyed'
  | 'headersSent'
  | 'writableEnded'
  | 'writableLength'
  | 'setHeader'
  | 'destroy'
  | 'on'
  | 'off'
  | 'once'

/** A response of Node that takes only what may leave to a client. */
export interface ClientResponse extends Pick<ServerResponse, Unchanged>, ClientOutput {
  writeHead(status: number, headers: Record<string, string | number>): ClientResponse
  flushHeaders(): void
  end(text?: ClientText): unknown
}

import type { Message } from './jsonrpc.ts'

/** Revisions of the protocol: up to 2025-11-25 with a handshake, or from 2026-07-28 on without. */
export type Era = 'legacy' | 'modern'

/** What carries the messages of one era over the connection that both share. */
export interface EraChannel {
  onmessage?: (message: Message) => void
  onclose?: () => void
  onerror?: (error: Error) => void
  start(): Promise<void>
  send(message: object): Promise<void>
  close(): Promise<void>
}

/** The connection itself. One that knows that its client sends no more, but may read, says so. */
export interface ClientConnection extends EraChannel {
  onend?: () => void
}

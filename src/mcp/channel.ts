import type { Message } from './jsonrpc.ts'

/** Revisions of the protocol: up to 2025-11-25 with a handshake, or from 2026-07-28 on without. */
export type Era = 'legacy' | 'modern'

/** Carries the messages of one era over the connection that both eras share. */
export interface EraChannel {
  onmessage?: (message: Message) => void
  onclose?: () => void
  onerror?: (error: Error) => void
  start(): Promise<void>
  send(message: object): Promise<void>
  close(): Promise<void>
}

/** The connection to a client. `onend` is called when the client sends no more, but may still read. */
export interface ClientConnection extends Omit<EraChannel, 'onmessage'> {
  /** Called with each message as parsed JSON, which may be malformed. */
  onmessage?(json: unknown): void
  onend?: () => void
}

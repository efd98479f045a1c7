import type { Port } from '../../../src/views/shared/json-rpc.ts'

type Message = Record<string, unknown>

/** The port of a view whose host is the test: it sees what the view sends, and sends what it likes. */
export class FakePort implements Port {
  readonly sent: Message[] = []
  #receive: ((message: unknown) => void) | undefined
  /** Answers requests of the view; undefined leaves them without an answer. */
  answer: (message: Message) => Message | undefined = () => undefined

  post(message: Message): void {
    this.sent.push(message)
    const answer = 'id' in message && 'method' in message ? this.answer(message) : undefined
    if (answer) this.deliver({ jsonrpc: '2.0', id: message.id, ...answer })
  }

  listen(receive: (message: unknown) => void): () => void {
    this.#receive = receive
    return () => {
      this.#receive = undefined
    }
  }

  /** Sends a message to the view. */
  deliver(message: unknown): void {
    this.#receive?.(message)
  }

  notify(method: string, params: Message = {}): void {
    this.deliver({ jsonrpc: '2.0', method, params })
  }
}

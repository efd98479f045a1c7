import { isRecord, messageOf, recordOf, textOf } from './values.ts'

/** The way to the other side. Each message is a JSON-RPC 2.0 object. */
export interface Port {
  /** Sends one message. */
  post(message: Record<string, unknown>): void
  /** Begins to take messages; returns what stops it. */
  listen(receive: (message: unknown) => void): () => void
}

export interface RequestOptions {
  /** Gives up on the answer when aborted. */
  signal?: AbortSignal | undefined
  /** How long to wait for the answer; undefined waits for as long as the view lives. */
  timeoutMs?: number | undefined
}

type Params = Record<string, unknown>

/** What the other side may send. A request is answered with what its handler returns. */
export interface Handlers {
  requests: Record<string, (params: Params) => unknown>
  notifications: Record<string, (params: Params) => void>
}

/** Says that the other side answered with an error, or did not answer. The message is plain text. */
export class RequestError extends Error {
  override name = 'RequestError'
  /** The JSON-RPC code of the error; undefined if no answer came. */
  readonly code: number | undefined

  constructor(message: string, code?: number) {
    super(message)
    this.code = code
  }
}

/** The code of JSON-RPC 2.0 for a method that is not there. */
const METHOD_NOT_FOUND = -32_601
/** The code of JSON-RPC 2.0 for a failure inside the one who answers. */
const INTERNAL_ERROR = -32_603

/** Speaks JSON-RPC 2.0 over a port: sends requests and notifications, and answers those that arrive. */
export class Peer {
  readonly #port: Port
  readonly #handlers: Handlers
  readonly #waiting = new Map<number, (answer: Record<string, unknown>) => void>()
  readonly #stop: () => void
  #nextId = 1

  constructor(port: Port, handlers: Handlers) {
    this.#port = port
    this.#handlers = handlers
    this.#stop = port.listen((message) => this.#receive(message))
  }

  /**
   * Sends a request and waits for its answer.
   * @throws {RequestError} if the answer is an error, does not come in time, or is no longer wanted
   */
  request(method: string, params: Params, options: RequestOptions = {}): Promise<unknown> {
    const { signal, timeoutMs } = options
    const id = this.#nextId++
    return new Promise((resolve, reject) => {
      const giveUp = (text: string) => settle(() => reject(new RequestError(text)))
      const onAbort = () => giveUp('The request was given up.')
      const timer =
        timeoutMs === undefined
          ? undefined
          : setTimeout(() => giveUp(`No answer came within ${timeoutMs / 1000} s.`), timeoutMs)
      const settle = (act: () => void) => {
        if (!this.#waiting.delete(id)) return
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        act()
      }
      this.#waiting.set(id, (answer) =>
        settle(() => (isRecord(answer.error) ? reject(errorOf(answer)) : resolve(answer.result))),
      )
      if (signal?.aborted) return onAbort()
      signal?.addEventListener('abort', onAbort)
      this.#port.post({ jsonrpc: '2.0', id, method, params })
    })
  }

  /** Sends a message that has no answer. */
  notify(method: string, params: Params = {}): void {
    this.#port.post({ jsonrpc: '2.0', method, params })
  }

  /** Takes no more messages. */
  close(): void {
    this.#stop()
  }

  #receive(message: unknown): void {
    if (!isRecord(message) || message.jsonrpc !== '2.0') return
    const { id, method } = message
    if (typeof method !== 'string') {
      if (typeof id === 'number') this.#waiting.get(id)?.(message)
      return
    }
    const params = recordOf(message.params)
    if (id === undefined) own(this.#handlers.notifications, method)?.(params)
    else if (typeof id === 'string' || typeof id === 'number') void this.#answer(id, method, params)
  }

  async #answer(id: string | number, method: string, params: Params): Promise<void> {
    const handler = own(this.#handlers.requests, method)
    if (!handler) {
      const error = { code: METHOD_NOT_FOUND, message: `This view has no method ${method}.` }
      return this.#port.post({ jsonrpc: '2.0', id, error })
    }
    try {
      const result = await handler(params)
      this.#port.post({ jsonrpc: '2.0', id, result: result ?? {} })
    } catch (error) {
      const failure = { code: INTERNAL_ERROR, message: messageOf(error) }
      this.#port.post({ jsonrpc: '2.0', id, error: failure })
    }
  }
}

/** Returns a member that the object has itself, so that no method reaches Object.prototype. */
function own<Value>(table: Record<string, Value>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}

function errorOf(answer: Record<string, unknown>): RequestError {
  const { code, message } = recordOf(answer.error)
  const text = textOf(message) ?? 'The client answered with an error that has no text.'
  return new RequestError(text, typeof code === 'number' ? code : undefined)
}

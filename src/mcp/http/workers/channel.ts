import { z } from 'zod'
import { type Failure, failure, failureOf, toError } from './failure.ts'

/** One thing that a process asks another, or tells it. */
export interface Method<P, R> {
  name: string
  params: z.ZodType<P>
  result: z.ZodType<R>
}

/** Defines a method. Both sides check what they receive. */
export function method<P, R>(
  name: string,
  params: z.ZodType<P>,
  result: z.ZodType<R>,
): Method<P, R> {
  return { name, params, result }
}

const id = z.int()
const message = z.union([
  z.strictObject({ method: z.string(), params: z.unknown(), id: id.optional() }),
  z.strictObject({ id, result: z.unknown() }),
  z.strictObject({ id, failure }),
])

const messages = z.array(message)
type Message = z.input<typeof message>

/** What is sent to the other process at once. */
export type ChannelMessages = Message[]

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** Questions and answers between a worker and its primary, in the order in which they are sent. */
export class Channel {
  private readonly handlers = new Map<string, (params: unknown) => unknown>()
  private readonly waiting = new Map<number, Waiting>()
  private outgoing: Message[] = []
  private lastId = 0
  private closed = false

  /** @param sendAll sends messages to the other process */
  constructor(private readonly sendAll: (messages: ChannelMessages) => void) {}

  /** Sets what answers a method. */
  on<P, R>({ name, params, result }: Method<P, R>, handler: (params: P) => R | Promise<R>): void {
    this.handlers.set(name, async (given) => result.parse(await handler(params.parse(given))))
  }

  /**
   * Asks the other process.
   * @throws {Error} the error of the other process, or one that says that the process has ended
   */
  async ask<P, R>({ name, result }: Method<P, R>, params: P): Promise<R> {
    if (this.closed) throw gone()
    const ownId = ++this.lastId
    const answer = new Promise<unknown>((resolve, reject) => {
      this.waiting.set(ownId, { resolve, reject })
    })
    this.send({ method: name, params, id: ownId })
    return result.parse(await answer)
  }

  /** Tells the other process something that needs no answer. */
  tell<P>({ name }: Method<P, null>, params: P): void {
    if (!this.closed) this.send({ method: name, params })
  }

  /** Whether the other process has ended. */
  get isClosed(): boolean {
    return this.closed
  }

  /**
   * Takes messages of the other process. Some may still arrive after its end: they change nothing.
   * @throws {Error} if they do not have the form of messages
   */
  receive(received: unknown): void {
    if (this.isClosed) return
    for (const taken of messages.parse(received)) {
      if ('method' in taken) void this.answer(taken.method, taken.params, taken.id)
      else if ('failure' in taken) this.take(taken.id)?.reject(toError(taken.failure))
      else this.take(taken.id)?.resolve(taken.result)
    }
  }

  /** Fails what waits for an answer, and takes no more messages: the other process has ended. */
  close(): void {
    this.closed = true
    for (const { reject } of this.waiting.values()) reject(gone())
    this.waiting.clear()
  }

  /** Sends a message together with all others of this turn of the event loop. */
  private send(message: Message): void {
    this.outgoing.push(message)
    if (this.outgoing.length > 1) return
    setImmediate(() => {
      this.sendAll(this.outgoing)
      this.outgoing = []
    })
  }

  private take(answered: number): Waiting | undefined {
    const found = this.waiting.get(answered)
    this.waiting.delete(answered)
    return found
  }

  private async answer(name: string, params: unknown, asked: number | undefined): Promise<void> {
    try {
      const handler = this.handlers.get(name)
      if (!handler) throw new Error(`Nothing answers ${name} yet.`)
      this.reply(asked, { result: await handler(params) })
    } catch (error) {
      this.reply(asked, { failure: failureOf(error) })
    }
  }

  private reply(
    asked: number | undefined,
    answer: { result: unknown } | { failure: Failure },
  ): void {
    if (asked !== undefined && !this.closed) this.send({ id: asked, ...answer })
  }
}

function gone(): Error {
  return new Error('The other process of the server has ended.')
}

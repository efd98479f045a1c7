import type { Worker } from 'node:worker_threads'
import { ToolError } from '../shared/errors.ts'
import type { Reply, StreamOptions } from './stream-json.ts'
import type { Command } from './worker/main.ts'
import { SLOT_COUNT, type Slots } from './worker-slots.ts'

/** How long one piece of a document may take, and the start of a worker, in milliseconds. */
const MAX_PIECE_MS = 15_000

interface Asked {
  resolve: (reply: Reply) => void
  reject: (reason: unknown) => void
}

/** One document that a worker reads. Answers come in the order of the pieces. */
export class WorkerJob {
  private readonly asked: Asked[] = []
  private pieces = 0
  /** Why the worker reads no more. */
  private failure: { reason: unknown } | undefined
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly worker: Worker,
    private readonly slots: Slots,
    private readonly signal: AbortSignal,
  ) {
    worker.on('message', this.onMessage).on('error', this.onError).on('exit', this.onExit)
    signal.addEventListener('abort', this.onAbort)
  }

  open(options: StreamOptions): void {
    this.worker.postMessage({ open: options } satisfies Command)
  }

  /**
   * Passes the next piece on. At most `SLOT_COUNT` may be without an answer.
   * @param parts at most `SLOT_BYTES` in all
   */
  write(parts: readonly Buffer[]): Promise<Reply> {
    const slot = this.pieces++ % SLOT_COUNT
    const memory = new Uint8Array(this.slots[slot] ?? new ArrayBuffer(0))
    let bytes = 0
    for (const part of parts) {
      memory.set(part, bytes)
      bytes += part.length
    }
    return this.ask({ bytes, slot })
  }

  end(): Promise<Reply> {
    return this.ask({ end: true })
  }

  /** Waits for answers that are left; returns whether the worker may read another document. */
  async close(): Promise<boolean> {
    while (this.asked.length > 0 && !this.failure)
      await new Promise<void>((resolve) => {
        const done = () => resolve()
        this.asked.push({ resolve: done, reject: done })
        this.worker.postMessage({ end: true } satisfies Command)
      })
    clearTimeout(this.timer)
    const { worker, onMessage, onError, onExit } = this
    worker.off('message', onMessage).off('error', onError).off('exit', onExit)
    this.signal.removeEventListener('abort', this.onAbort)
    return !this.failure
  }

  private ask(command: Command): Promise<Reply> {
    this.signal.throwIfAborted()
    if (this.failure) throw this.failure.reason
    const reply = new Promise<Reply>((resolve, reject) => {
      this.asked.push({ resolve, reject })
    })
    // Nobody waits for those after an outcome.
    reply.catch(() => {})
    if (this.asked.length === 1) this.startTimer()
    this.worker.postMessage(command)
    return reply
  }

  private startTimer(): void {
    this.timer = setTimeout(() => this.fail(tooSlow()), MAX_PIECE_MS)
  }

  private fail(reason: unknown): void {
    this.failure ??= { reason }
    clearTimeout(this.timer)
    for (const { reject } of this.asked.splice(0)) reject(reason)
  }

  private readonly onMessage = (reply: Reply) => {
    clearTimeout(this.timer)
    this.asked.shift()?.resolve(reply)
    if (this.asked.length > 0) this.startTimer()
  }
  private readonly onError = (error: Error & { code?: string }) => this.fail(failureOf(error))
  private readonly onExit = () => this.fail(failureOf(undefined))
  private readonly onAbort = () => this.fail(this.signal.reason)
}

const IN_PARTS =
  'Read it in parts: `path` gives a part of a record, `offset: 0` its text; `fields` gives a part of a row; `export_items` writes all of it to a file.'

function failureOf(error: { code?: string } | undefined): ToolError {
  if (error?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new ToolError('The JSON takes more memory to read than the server gives it.', IN_PARTS)
  return new ToolError('The process that reads large JSON has ended.', 'Call again in a moment.', {
    cause: error,
  })
}

function tooSlow(): ToolError {
  return new ToolError('The JSON takes longer to read than the server gives it.', IN_PARTS)
}

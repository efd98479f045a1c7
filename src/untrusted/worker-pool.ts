import { Worker } from 'node:worker_threads'
import { ToolError } from '../shared/errors.ts'
import { workerProgram } from '../shared/worker-program.ts'
import type { Reply, StreamOptions } from './stream-json.ts'
import type { Command } from './worker/main.ts'

/** How long one piece of a document may take, and the start of a worker, in milliseconds. */
const MAX_PIECE_MS = 15_000
/** Workers that stay for the next document. */
const MAX_IDLE = 2

/** Passes the pieces of one document on, each when the one before is read. */
export interface Job {
  write(piece: string): Promise<Reply>
  end(): Promise<Reply>
}

/** Workers that read documents, one at a time each. They begin when needed, and keep no process alive. */
export class WorkerPool {
  private readonly idle: Worker[] = []

  /** @param maxMb the heap of each worker, in MiB */
  constructor(private readonly maxMb: number) {}

  /**
   * Reads one document in a worker of its own.
   * @throws {ToolError} if it takes more memory or time than it may; the reason of `signal`
   */
  async use<T>(
    options: StreamOptions,
    signal: AbortSignal,
    work: (job: Job) => Promise<T>,
  ): Promise<T> {
    const worker = this.idle.pop() ?? this.start()
    worker.ref()
    const ask = asker(worker, signal)
    try {
      worker.postMessage({ open: options } satisfies Command)
      return await work({ write: (write) => ask({ write }), end: () => ask({ end: true }) })
    } finally {
      worker.unref()
      if (!ask.isBroken() && this.idle.length < MAX_IDLE) this.idle.push(worker)
      else void worker.terminate()
    }
  }

  private start(): Worker {
    const { program, isText } = workerProgram(
      './json-worker.js',
      './worker/main.ts',
      import.meta.url,
    )
    const worker = new Worker(program, {
      name: 'json',
      eval: isText,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: this.maxMb, maxYoungGenerationSizeMb: 16 },
    })
    // Whoever waits for an answer listens too; an error without a listener would end the process.
    worker.on('error', () => {})
    worker.on('exit', () => {
      const at = this.idle.indexOf(worker)
      if (at !== -1) this.idle.splice(at, 1)
    })
    return worker
  }
}

type Ask = ((command: Command) => Promise<Reply>) & { isBroken(): boolean }

/** Returns a function that sends a command and waits for the answer. */
function asker(worker: Worker, signal: AbortSignal): Ask {
  let isBroken = false
  const ask = (command: Command) => {
    signal.throwIfAborted()
    return new Promise<Reply>((resolve, reject) => {
      const fail = (reason: unknown) => {
        isBroken = true
        settle()
        reject(reason)
      }
      const onMessage = (reply: Reply) => {
        settle()
        resolve(reply)
      }
      const onError = (error: Error & { code?: string }) => fail(failureOf(error))
      const onExit = () => fail(failureOf(undefined))
      const onAbort = () => fail(signal.reason)
      const timer = setTimeout(() => fail(tooSlow()), MAX_PIECE_MS)
      const settle = () => {
        clearTimeout(timer)
        worker.off('message', onMessage).off('error', onError).off('exit', onExit)
        signal.removeEventListener('abort', onAbort)
      }
      worker.on('message', onMessage).on('error', onError).on('exit', onExit)
      signal.addEventListener('abort', onAbort)
      worker.postMessage(command)
    })
  }
  return Object.assign(ask, { isBroken: () => isBroken })
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

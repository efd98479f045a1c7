import { Worker } from 'node:worker_threads'
import { workerProgram } from '../shared/worker-program.ts'
import { closed, failed, failureOf, noThread, tooSlow } from './engine-failures.ts'
import type {
  BatchSize,
  Command,
  PrepareOptions,
  Reply,
  StatementOptions,
} from './query-contract.ts'

/** How much longer than a statement its worker is waited for: functions cannot be interrupted. Milliseconds. */
const MARGIN_MS = 1000
/** The heap for rows on their way; tables are in the memory of WebAssembly. In MiB. */
const HEAP_MB = 128

/** The part of a worker that an engine uses. */
export interface EngineWorker
  extends Pick<Worker, 'postMessage' | 'terminate' | 'ref' | 'unref' | 'stdout' | 'stderr'> {
  on(event: 'message', listener: (reply: Reply) => void): unknown
  on(event: 'error', listener: (error: Error & { code?: string }) => void): unknown
  on(event: 'exit', listener: () => void): unknown
}

/** A command that is not answered yet. */
interface Waiting {
  resolve: (reply: Reply) => void
  reject: (reason: unknown) => void
  /** Is called when all commands before it are answered. */
  onTurn: (() => void) | undefined
}

type ReplyTo<D extends Reply['did']> = Extract<Reply, { did: D }>

/**
 * A SQLite in a worker of its own, which can be ended at any moment. It answers commands in their order. After
 * any failure but a wrong statement it has ended.
 */
export class Engine {
  private readonly worker: EngineWorker | undefined
  private waiting: Waiting[] = []
  private broken: { reason: unknown } | undefined
  private ended: Promise<unknown> | undefined
  /** How long the statement may still take, in milliseconds. */
  private leftMs = 0
  /** Whether a statement has rows left. One that has none, or failed, is ended by the worker. */
  private hasRows = false

  /** Whether it has been told everything that it must know before its first command. */
  private readonly prepared: Promise<void>

  /** @param options what it is told first */
  constructor(options: Promise<PrepareOptions>, start: () => EngineWorker = startWorker) {
    this.worker = this.begin(start)
    // Nobody waits for the answer: if it fails, all that follows does.
    this.prepared = options.then((known) => {
      if (!this.broken) this.post({ do: 'prepare', options: known }).catch(() => {})
    })
  }

  /** Starts the worker. If there is no thread or memory for it, the engine has ended. */
  private begin(start: () => EngineWorker): EngineWorker | undefined {
    try {
      const worker = start()
      // Nothing that a worker prints may stand between the messages of a client on stdout.
      worker.stdout.resume()
      worker.stderr.resume()
      worker.on('message', (reply) => this.settle(reply))
      worker.on('error', (error) => this.fail(failureOf(error)))
      worker.on('exit', () => this.fail(failureOf(undefined)))
      worker.unref()
      return worker
    } catch (error) {
      this.broken = { reason: noThread(error) }
      return undefined
    }
  }

  get isBroken(): boolean {
    return this.broken !== undefined
  }

  /**
   * Ends the engine when a call ends, and keeps the process alive meanwhile.
   * @returns a function that unlinks them
   */
  bind(signal: AbortSignal): () => void {
    const onAbort = () => this.fail(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort)
    this.worker?.ref()
    return () => {
      signal.removeEventListener('abort', onAbort)
      this.worker?.unref()
    }
  }

  /**
   * Sends a command.
   * @throws {ToolError} if the worker fails it, after which the engine has ended; why the engine ended
   */
  async tell<D extends Reply['did']>(
    command: Exclude<Command, { do: 'prepare' | 'start' | 'read' | 'finish' }>,
    did: D,
  ): Promise<ReplyTo<D>> {
    const reply = await this.send(command)
    if (isReply(reply, did)) return reply
    const failure = reply.did === 'fail' ? failed(reply) : failureOf(undefined)
    this.fail(failure)
    throw failure
  }

  /**
   * Starts a statement and reads its first rows. It can be sent while tables are loaded: its time begins behind them.
   * @throws {ToolError} if the statement is wrong, or takes too much
   */
  async start(options: StatementOptions, batch: BatchSize): Promise<ReplyTo<'start'>> {
    this.leftMs = options.maxMs + MARGIN_MS
    return this.work({ do: 'start', options, batch }, 'start')
  }

  /** Reads the next rows. @throws {ToolError} if they take too much */
  read(batch: BatchSize): Promise<ReplyTo<'read'>> {
    return this.work({ do: 'read', batch }, 'read')
  }

  /** Ends the statement, unless all its rows were read. If that fails, the engine has ended. */
  async finish(): Promise<void> {
    if (this.broken || !this.hasRows) return
    await this.work({ do: 'finish' }, 'finish').catch((error: unknown) => this.fail(error))
  }

  /** Ends the worker. What waits for it fails. */
  async end(): Promise<void> {
    this.fail(closed())
    await this.ended
  }

  /** Sends a command of a statement, within the time that is left for it. */
  private async work<D extends Reply['did']>(command: Command, did: D): Promise<ReplyTo<D>> {
    let from: number | undefined
    let timer: NodeJS.Timeout | undefined
    const onTurn = () => {
      from = performance.now()
      timer = setTimeout(() => this.fail(tooSlow()), Math.max(0, this.leftMs))
    }
    try {
      const reply = await this.send(command, onTurn)
      this.hasRows = 'done' in reply && !reply.done
      if (isReply(reply, did)) return reply
      throw reply.did === 'fail' ? failed(reply) : failureOf(undefined)
    } finally {
      clearTimeout(timer)
      if (from !== undefined) this.leftMs -= performance.now() - from
    }
  }

  private async send(command: Command, onTurn?: () => void): Promise<Reply> {
    await this.prepared
    if (this.broken) throw this.broken.reason
    return this.post(command, onTurn)
  }

  private post(command: Command, onTurn?: () => void): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject, onTurn })
      if (this.waiting.length === 1) onTurn?.()
      // Bytes change hands, so that they are not copied.
      this.worker?.postMessage(command, command.do === 'write' ? [command.bytes.buffer] : [])
    })
  }

  private settle(reply: Reply): void {
    this.waiting.shift()?.resolve(reply)
    this.waiting[0]?.onTurn?.()
  }

  private fail(reason: unknown): void {
    if (this.broken) return
    this.broken = { reason }
    this.ended = this.worker?.terminate()
    for (const { reject } of this.waiting.splice(0)) reject(reason)
  }
}

function isReply<D extends Reply['did']>(reply: Reply, did: D): reply is ReplyTo<D> {
  return reply.did === did
}

function startWorker(): EngineWorker {
  const { program, isText } = workerProgram(
    './query-worker.mjs',
    './worker/main.ts',
    import.meta.url,
  )
  return new Worker(program, {
    name: 'query',
    eval: isText,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: 32 },
  })
}

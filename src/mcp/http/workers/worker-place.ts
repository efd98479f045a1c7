import cluster, { type Worker } from 'node:cluster'
import type { Log } from '../logger.ts'
import { Channel } from './channel.ts'
import { watchHandedConnection } from './handed-connection.ts'
import type { Member } from './member.ts'
import type { PrimaryState } from './primary-state.ts'
import { FROM_PRIMARY } from './protocol.ts'
import { ENDS_WITHIN_MS, MAX_ENDS, Restarts } from './restarts.ts'
import { WholeLines } from './whole-lines.ts'

export interface PlaceOptions {
  /** From 1 on. */
  number: number
  state: PrimaryState
  log: Log
  /** Called when workers end in this place again and again. */
  onBroken(): void
}

/** How a worker has ended. */
interface Ending {
  code: number | null
  signal: string | null
  pid: number | undefined
}

/** A worker of this place has ended before it served. */
export class StartError extends Error {
  override name = 'StartError'

  constructor(
    number: number,
    readonly code: number | null,
  ) {
    super(`Worker ${number} has ended before it could serve.`)
  }
}

/** The place of one worker, which another one takes when it ends. */
export class WorkerPlace {
  private worker: Worker | undefined
  private member: Member | undefined
  private readonly restarts = new Restarts()
  /** Starts the next worker. */
  private timer: NodeJS.Timeout | undefined
  /** Whether a worker of this place has ever served. */
  private hasServed = false
  private isStopping = false
  private onFailedStart: (error: StartError) => void = () => {}
  private whenEmpty = () => {}
  /** Resolves when the last worker of this place has ended, after `drain`. */
  readonly empty = new Promise<void>((resolve) => {
    this.whenEmpty = resolve
  })

  constructor(private readonly options: PlaceOptions) {}

  /**
   * Starts a worker. Others follow it as they are needed.
   * @returns the URL that it serves
   * @throws {StartError} if it ends before
   */
  start(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.onFailedStart = reject
      this.fork(resolve)
    })
  }

  /** Ends the worker when its calls are answered. No other one follows. */
  drain(): void {
    this.isStopping = true
    clearTimeout(this.timer)
    if (this.member?.isServing) this.member.channel.tell(FROM_PRIMARY.drain, null)
    else this.kill()
    if (!this.worker) this.whenEmpty()
  }

  /** Ends the worker at once. */
  kill(): void {
    this.worker?.process.kill('SIGKILL')
  }

  private fork(onServing: (url: string) => void): void {
    const { number, state, log } = this.options
    const worker = cluster.fork()
    const { pid } = worker.process
    const closeHanded = watchHandedConnection(worker.process, () => this.isStopping)
    const channel = new Channel((messages) => {
      // The channel may close at any moment; then the worker ends, which is handled there.
      if (worker.isConnected()) worker.send(messages, () => {})
    })
    const member = state.join(number, channel, (url) => {
      log.logger.info({ worker: number, pid }, 'worker serves')
      this.hasServed = true
      onServing(url)
    })
    worker.on('message', (message) => this.receive(message, member))
    const lines = new WholeLines(log.writeLines)
    worker.process.stderr?.on('data', (chunk: Buffer) => lines.add(chunk))
    worker.process.once('close', () => {
      lines.flush()
      if (this.isStopping) this.whenEmpty()
    })
    const onEnd = (code: number | null, signal: string | null) => {
      closeHanded()
      this.ended(member, { code, signal, pid })
    }
    worker.once('exit', onEnd)
    // A process that could not be started has no exit.
    worker.on('error', () => pid === undefined && onEnd(null, null))
    this.worker = worker
    this.member = member
  }

  private receive(message: unknown, { channel, number }: Member): void {
    try {
      channel.receive(message)
    } catch (error) {
      this.options.log.logger.error({ worker: number }, `A message has no known form: ${error}`)
      this.kill()
    }
  }

  private ended(member: Member, how: Ending): void {
    const { number, state, log, onBroken } = this.options
    const requests = member.holds.requests
    state.leave(member)
    this.worker = undefined
    if (this.isStopping) return
    log.logger.warn(
      { worker: number, ...how, requests },
      'worker has ended, with the requests that it answered',
    )
    if (!this.hasServed) {
      this.onFailedStart(new StartError(number, how.code))
      return
    }
    const pauseMs = this.restarts.pauseAfterEnd()
    if (pauseMs !== undefined) {
      this.timer = setTimeout(() => this.fork(() => {}), pauseMs)
      return
    }
    const seconds = ENDS_WITHIN_MS / 1000
    log.logger.error(
      `Worker ${number} has ended ${MAX_ENDS} times within ${seconds} s. The server stops.`,
    )
    onBroken()
  }
}

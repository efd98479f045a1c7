import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../actor-project.ts'
import type { Tokens } from '../tokens.ts'
import { commandOf } from './command.ts'
import { buildEnvironment } from './environment.ts'
import type { LiveMarks } from './live-marks.ts'
import { RunLog } from './log.ts'
import type { Run } from './model.ts'
import { GroupProcess } from './process.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

export interface RunContext {
  baseUrl: string
  store: RunStore
  marks: LiveMarks
  tokens: Tokens
  watchdog: Watchdog
}

type Stop = 'abort' | 'timeout' | 'close'

/** How a run ends that does not end by itself. */
const STOPPED = {
  abort: { status: 'ABORTED', message: 'The run was aborted.' },
  timeout: { status: 'TIMED-OUT', message: 'The run took longer than its timeout.' },
  close: { status: 'ABORTED', message: 'The local platform was closed during the run.' },
} as const

interface Outcome {
  status: 'SUCCEEDED' | 'FAILED' | 'TIMED-OUT' | 'ABORTED'
  message: string
  exitCode: number | null
}

/** From the API's description of a graceful abort; the platform's own grace is not documented. */
const GRACEFUL_MS = 30_000
const GRACE_MS = 5000
/** On close the whole platform has a second. */
const CLOSE_MS = 500
/** The longest that a timer can be set to; a run's longer timeout is no timeout. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** The life of one run, from its start to its last status. */
export class ActiveRun {
  readonly log: RunLog
  /** Resolves when the run has its last status; never rejects. */
  readonly ended: Promise<void>
  private process: GroupProcess | undefined
  /** The first reason to end the run before it ends by itself. */
  private stop: Stop | undefined
  private graceMs = 0

  constructor(
    private run: Run,
    private readonly actor: Actor,
    private readonly context: RunContext,
    private readonly onFault: (error: unknown) => void,
  ) {
    this.log = new RunLog(context.store.logPath(run.id))
    this.ended = this.live().catch(onFault)
  }

  /** Changes the run, for its readers at once; resolves when that is on the disk. */
  update(change: Partial<Run>): Promise<void> {
    this.run = { ...this.run, ...change }
    return this.context.store.save(this.run)
  }

  async abort(gracefully: boolean): Promise<void> {
    await this.end('abort', gracefully ? GRACEFUL_MS : GRACE_MS)
  }

  /** Ends the run because the platform closes. */
  async close(): Promise<void> {
    await this.end('close', CLOSE_MS)
    await this.ended
  }

  private timeOut(): void {
    this.end('timeout', GRACE_MS).catch(this.onFault)
  }

  private async end(reason: Stop, graceMs: number): Promise<void> {
    this.stop ??= reason
    this.graceMs = graceMs
    if (reason === 'close') return this.process?.abandon(graceMs)
    this.process?.terminate(graceMs)
    await this.update({ status: this.stop === 'timeout' ? 'TIMING-OUT' : 'ABORTING' })
  }

  /** A method, as the answer changes from one `await` to the next. */
  private isStopping(): boolean {
    return this.stop !== undefined
  }

  private async live(): Promise<void> {
    const timeoutMs = this.run.options.timeoutSecs * 1000
    const isTimed = timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS
    const timer = isTimed ? setTimeout(() => this.timeOut(), timeoutMs) : undefined
    const outcome = await this.execute().catch((error): Outcome => {
      const message = error instanceof Error ? error.message : String(error)
      return { status: 'FAILED', message, exitCode: null }
    })
    clearTimeout(timer)
    await this.finish(outcome)
  }

  private async execute(): Promise<Outcome> {
    const command = await commandOf(this.actor.folder)
    const home = await mkdtemp(join(tmpdir(), 'actor-run-'))
    const { token, revoke } = this.context.tokens.issue()
    const { baseUrl, marks, watchdog } = this.context
    try {
      if (this.isStopping()) return this.outcome(null)
      const { actor, run } = this
      const environment = buildEnvironment({ actor, run, baseUrl, token, home })
      const { folder } = actor
      const onOutput = this.log.write.bind(this.log)
      const started = await GroupProcess.start({ command, folder, environment, onOutput })
      this.process = started
      watchdog.add(started.pid)
      if (this.isStopping()) started.terminate(this.graceMs)
      else await this.update({ status: 'RUNNING' })
      await marks.set(this.run.id, { pid: started.pid, home })
      const exitCode = await started.ended
      watchdog.remove(started.pid)
      return this.outcome(exitCode)
    } finally {
      revoke()
      await rm(home, { recursive: true, force: true })
    }
  }

  private async finish({ status, message, exitCode }: Outcome): Promise<void> {
    if (exitCode === null) this.log.addLine(message)
    await this.log.end()
    const finishedAt = new Date()
    const durationMillis = finishedAt.getTime() - Date.parse(this.run.startedAt)
    // A last message stays; another one, such as of progress, says nothing about a bad end.
    const { statusMessage, isStatusMessageTerminal } = this.run
    const isTold = statusMessage && (isStatusMessageTerminal || status === 'SUCCEEDED')
    await this.update({
      status,
      exitCode,
      statusMessage: isTold ? statusMessage : message,
      isStatusMessageTerminal: true,
      finishedAt: finishedAt.toISOString(),
      stats: { ...this.run.stats, durationMillis, runTimeSecs: durationMillis / 1000 },
    })
    await this.context.marks.remove(this.run.id)
  }

  private outcome(exitCode: number | null): Outcome {
    const message = `The Actor exited with code ${exitCode}.`
    if (this.stop) return { ...STOPPED[this.stop], exitCode }
    return { status: exitCode === 0 ? 'SUCCEEDED' : 'FAILED', message, exitCode }
  }
}

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Actor } from '../actors/project.ts'
import { buildEnvironment } from './environment.ts'
import { OutputSpool } from './log/output-spool.ts'
import { RunLog } from './log/run-log.ts'
import { partOf } from './new-run.ts'
import { failedToRun, type Outcome, outcomeOf, type Stop } from './outcome.ts'
import { ProcessGroup } from './process-group.ts'
import type { Run } from './run.ts'
import type { ActiveRunContext } from './run-context.ts'
import { RunEvents } from './run-events.ts'
import { findCommand } from './start/find-command.ts'

/** From the API's description of a graceful abort. */
const GRACEFUL_MS = 30_000
/** For other aborts and for timeouts. Apify documents no value. */
const GRACE_MS = 5000
/** The whole platform closes within a second. */
const CLOSE_MS = 500
/** How often a run that fails is restarted. Apify has a limit as well. */
const MAX_RESTARTS = 3
/** The longest delay of a Node timer. A run with a longer timeout never times out. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** The life of one run, from its start to its last status. */
export class ActiveRun {
  readonly log: RunLog
  /** Resolves when the run has its final status. Never rejects. */
  readonly ended: Promise<void>
  readonly events = new RunEvents(() => this.process?.pid)
  private process: ProcessGroup | undefined
  /** The first reason to end the run before it ends by itself. */
  private stop: Stop | undefined
  private graceMs = 0
  /** Whether to start the process again when it has ended. */
  private isRestarting = false
  private inputKey = 'INPUT'
  private readonly launchedAt: Date

  constructor(
    private run: Run,
    private actor: Actor,
    private readonly context: ActiveRunContext,
    private readonly onFault: (error: unknown) => void,
  ) {
    const isFirst = run.stats.resurrectCount === 0
    this.launchedAt = isFirst ? new Date(run.startedAt) : new Date()
    this.log = new RunLog(context.store.logPath(run.id), context.logBytes)
    for (const note of context.notes ?? []) this.log.addLine(note)
    this.ended = this.live().catch(onFault)
  }

  /** The current state of the run. */
  get current(): Run {
    return this.run
  }

  /** Changes the run. Readers see it at once; resolves when it is on the disk. */
  update(change: Partial<Run>): Promise<void> {
    this.run = { ...this.run, ...change }
    return this.context.store.save(this.run)
  }

  async abort(gracefully: boolean): Promise<void> {
    await this.end('abort', gracefully ? GRACEFUL_MS : GRACE_MS, gracefully)
  }

  /** Ends the run because the platform closes. */
  async close(): Promise<void> {
    await this.end('close', CLOSE_MS)
    await this.ended
  }

  /** Kills the process and starts it again. */
  async reboot(): Promise<void> {
    const { stats } = this.run
    await this.restart({ stats: { ...stats, rebootCount: stats.rebootCount + 1 } })
  }

  /** Continues as another Actor, whose input is under its own key. */
  async metamorph(actor: Actor, inputKey: string, count: number, notes: string[] = []) {
    for (const note of notes) this.log.addLine(note)
    this.actor = actor
    this.inputKey = inputKey
    await this.restart({ ...partOf(actor), stats: { ...this.run.stats, metamorph: count } })
  }

  private async restart(change: Partial<Run>): Promise<void> {
    this.isRestarting = true
    await this.update(change)
    this.process?.kill()
  }

  private timeOut(): void {
    this.end('timeout', GRACE_MS).catch(this.onFault)
  }

  private async end(reason: Stop, graceMs: number, gracefully = false): Promise<void> {
    this.stop ??= reason
    this.graceMs = graceMs
    if (reason === 'close') return this.process?.terminate(graceMs, 'SIGTERM')
    // A run that listens for events gets one instead of a signal, which might end it first.
    const isNotified = gracefully && this.events.hasListeners
    if (isNotified) this.emitAbort()
    this.process?.terminate(graceMs, isNotified ? undefined : 'SIGTERM')
    await this.update({ status: this.stop === 'timeout' ? 'TIMING-OUT' : 'ABORTING' })
  }

  private emitAbort(): void {
    this.events.emit('aborting')
    this.events.emit('persistState', { isMigrating: false })
  }

  /** A method, because the result changes across an `await`. */
  private isStopping(): boolean {
    return this.stop !== undefined
  }

  private async live(): Promise<void> {
    const timeoutMs = this.run.options.timeoutSecs * 1000
    const isTimed = timeoutMs > 0 && timeoutMs <= MAX_TIMER_MS
    const timer = isTimed ? setTimeout(() => this.timeOut(), timeoutMs) : undefined
    const outcome = await this.execute().catch(failedToRun)
    clearTimeout(timer)
    this.events.close()
    await this.finish(outcome)
  }

  private async execute(): Promise<Outcome> {
    const home = await mkdtemp(join(tmpdir(), 'actor-run-'))
    const { token, revoke } = this.context.tokens.issue()
    try {
      for (;;) {
        const exitCode = await this.runProcess(home, token)
        const runsAgain = this.isRestarting || (await this.mayRestart(exitCode))
        this.isRestarting = false
        if (!runsAgain || this.isStopping()) return outcomeOf(exitCode, this.stop)
      }
    } finally {
      revoke()
      await rm(home, { recursive: true, force: true })
    }
  }

  /** Runs the Actor's process and returns its exit code; null if it was not started. */
  private async runProcess(home: string, token: string): Promise<number | null> {
    const { actor, run, inputKey, launchedAt } = this
    const { baseUrl, markers, watchdog } = this.context
    const { folder } = actor
    const command = await findCommand(actor)
    if (this.isStopping()) return null
    const proxy = await this.context.proxy.address()
    const options = { actor, run, inputKey, launchedAt, baseUrl, token, home, proxy }
    const environment = buildEnvironment(options)
    const { started, spool } = await OutputSpool.open(this.log, (output) =>
      ProcessGroup.start({ command, folder, environment, output }),
    )
    this.process = started
    watchdog.add(started.pid)
    if (this.isStopping()) started.terminate(this.graceMs, 'SIGTERM')
    else if (this.isRestarting) started.kill()
    else await this.update({ status: 'RUNNING' })
    await markers.set(this.run.id, { pid: started.pid, home })
    const exitCode = await started.ended
    await spool.end()
    this.process = undefined
    watchdog.remove(started.pid)
    return exitCode
  }

  private async mayRestart(exitCode: number | null): Promise<boolean> {
    const { options, stats } = this.run
    const hasFailed = exitCode !== null && exitCode !== 0
    if (!options.restartOnError || !hasFailed || stats.restartCount >= MAX_RESTARTS) return false
    this.log.addLine(`The Actor exited with code ${exitCode}. Restarting it.`)
    await this.update({ stats: { ...stats, restartCount: stats.restartCount + 1 } })
    return true
  }

  private async finish({ status, message, exitCode }: Outcome): Promise<void> {
    if (exitCode === null) this.log.addLine(message)
    await this.log.end()
    const finishedAt = new Date()
    const durationMillis = finishedAt.getTime() - Date.parse(this.run.startedAt)
    // A terminal message stays. Any other, such as of progress, does not explain a failure.
    const { statusMessage, isStatusMessageTerminal } = this.run
    const isKept = statusMessage && (isStatusMessageTerminal || status === 'SUCCEEDED')
    await this.update({
      status,
      exitCode,
      statusMessage: isKept ? statusMessage : message,
      isStatusMessageTerminal: true,
      finishedAt: finishedAt.toISOString(),
      stats: { ...this.run.stats, durationMillis, runTimeSecs: durationMillis / 1000 },
    })
    await this.context.markers.remove(this.run.id)
  }
}

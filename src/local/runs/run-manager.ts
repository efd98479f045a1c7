import { setTimeout as delay } from 'node:timers/promises'
import type { Input } from '../actors/prepare-input.ts'
import type { Actor } from '../actors/project.ts'
import { ApiError, notFound } from '../api-error.ts'
import { randomId } from '../ids.ts'
import { ActiveRun } from './active-run.ts'
import { createDefaultStorages, type RunStorages, storeInput } from './default-storages.ts'
import { readText, sizeOf } from './log/read-log.ts'
import { newRun, resurrected, type StartOptions } from './new-run.ts'
import { isFinal, type Run, type RunOptions } from './run.ts'
import type { LogStart, RunContext, RunHooks } from './run-context.ts'
import type { RunEvents } from './run-events.ts'
import type { RunLists } from './run-store.ts'

export interface RunsOptions extends RunContext, RunStorages {
  hooks: RunHooks
  onFault: (error: unknown) => void
}

/** All runs, in progress and finished. */
export class RunManager {
  private readonly active = new Map<string, ActiveRun>()
  private isClosed = false

  constructor(private readonly options: RunsOptions) {}

  /** Starts a run and returns it at once as `READY`. */
  async start(actor: Actor, start: StartOptions): Promise<Run> {
    const { input, webhooks } = start
    const id = randomId()
    const { store, markers, hooks, onFault } = this.options
    const ids = await createDefaultStorages(this.options, actor, id)
    if (input) await storeInput(this.options, ids.store, 'INPUT', input)
    const run = newRun(actor, id, ids, { ...start, inputBodyLen: input?.bytes.length ?? 0 })
    try {
      await markers.set(id, {})
      await store.add(run)
      await hooks.attach(id, webhooks)
      return this.launch(run, actor, { logBytes: 0, notes: input?.notes }, 'CREATED')
    } catch (error) {
      // Who looks for what a failed request has started would take it for a run that goes on.
      await Promise.all([store.delete(id), markers.remove(id)]).catch(onFault)
      throw error
    }
  }

  /**
   * Starts a finished run again, with its storages and its log.
   * @throws {ApiError} 400 `operation-not-allowed` if it has not finished
   */
  async resurrect(id: string, actor: Actor, options: Partial<RunOptions>): Promise<Run> {
    const { store, markers, onFault } = this.options
    const run = await this.get(id)
    if (!isFinal(run) || this.active.has(id)) {
      const message = `The run is ${run.status}; only a finished run can be resurrected.`
      throw new ApiError(400, 'operation-not-allowed', `${message} Wait until it finishes.`)
    }
    const again = resurrected(run, actor, options)
    // Saved before the first `await`, so that no other request still sees a finished run.
    const saved = store.save(again)
    try {
      await Promise.all([saved, markers.set(id, {})])
      const logBytes = await sizeOf(store.logPath(id))
      return this.launch(again, actor, { logBytes }, 'RESURRECTED')
    } catch (error) {
      // It has not started, so that it stays as it has finished, at least in memory.
      await store.save(run).catch(onFault)
      throw error
    }
  }

  /** Restarts the process of a run, with its storages. */
  async reboot(id: string): Promise<Run> {
    await this.running(id).reboot()
    return this.get(id)
  }

  /** Continues a run as another Actor. */
  async metamorph(id: string, actor: Actor, input: Input | undefined): Promise<Run> {
    const active = this.running(id)
    const run = await this.get(id)
    const count = run.stats.metamorph + 1
    const inputKey = `INPUT-METAMORPH-${count}`
    if (input) await storeInput(this.options, run.defaultKeyValueStoreId, inputKey, input)
    await active.metamorph(actor, inputKey, count, input?.notes)
    return this.get(id)
  }

  /**
   * Deletes a finished run and its log. Its storages stay, as in the API.
   * @throws {ApiError} 400 `cannot-remove-running-run`
   */
  async delete(id: string): Promise<void> {
    await this.get(id)
    if (this.active.has(id)) {
      const message = 'The run has not finished. Abort it first, then delete it.'
      throw new ApiError(400, 'cannot-remove-running-run', message)
    }
    await this.options.store.delete(id)
  }

  /** @throws {ApiError} 404 `record-not-found` */
  async get(id: string): Promise<Run> {
    const run = await this.options.store.get(id)
    if (!run) throw notFound('Actor run', 'the ID')
    return run
  }

  /** Finds and lists runs. */
  get lists(): RunLists {
    return this.options.store
  }

  /** Resolves with the run when it ends, or in its current state on timeout or on the signal. */
  async waitForFinish(id: string, seconds: number, signal: AbortSignal): Promise<Run> {
    const active = this.active.get(id)
    if (active && seconds > 0) {
      const waiting = new AbortController()
      const until = AbortSignal.any([signal, waiting.signal])
      const time = delay(seconds * 1000, undefined, { signal: until }).catch(() => {})
      await Promise.race([active.ended, time])
      waiting.abort()
    }
    return this.get(id)
  }

  /** Starts to abort a run. A finished run stays as it is. */
  async abort(id: string, gracefully: boolean): Promise<Run> {
    await this.active.get(id)?.abort(gracefully)
    return this.get(id)
  }

  /** Changes fields of a run, such as its status message. */
  async update(id: string, change: Partial<Run>): Promise<Run> {
    const run = await this.get(id)
    const active = this.active.get(id)
    await (active ? active.update(change) : this.options.store.save({ ...run, ...change }))
    return this.get(id)
  }

  /** Yields the log so far. With `follow`, continues until the run ends. */
  readLog(id: string, follow: AbortSignal | undefined): AsyncGenerator<string> {
    const active = this.active.get(id)
    return active ? active.log.read(follow) : readText(this.options.store.logPath(id))
  }

  /** Returns the events of a run in progress; undefined for any other. */
  eventsOf(id: string): RunEvents | undefined {
    return this.active.get(id)?.events
  }

  /** The number of runs in progress. */
  get activeCount(): number {
    return this.active.size
  }

  /** Ends all runs in progress and waits for them. No new run can start. */
  async close(): Promise<void> {
    this.isClosed = true
    await Promise.all([...this.active.values()].map((run) => run.close()))
    this.options.watchdog.close()
  }

  private running(id: string): ActiveRun {
    const active = this.active.get(id)
    if (active?.current.status === 'RUNNING') return active
    const message =
      'The run is not running. Wait until it starts, or resurrect it if it has finished.'
    throw new ApiError(400, 'job-finished', message)
  }

  private launch(run: Run, actor: Actor, log: LogStart, event: string): Run {
    if (this.isClosed) throw new ApiError(503, 'internal-server-error', CLOSED)
    const active = new ActiveRun(run, actor, { ...this.options, ...log }, this.options.onFault)
    this.active.set(run.id, active)
    this.options.hooks.send(run, event)
    active.ended.then(() => {
      this.active.delete(run.id)
      this.options.hooks.send(active.current)
    })
    return run
  }
}

const CLOSED = 'The local platform is shutting down. Start the run again when it is back.'

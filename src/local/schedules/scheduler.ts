import { join } from 'node:path'
import { notFound } from '../api-error.ts'
import { randomId } from '../ids.ts'
import { ObjectFiles } from '../object-files.ts'
import type { Clock } from './clock.ts'
import { type Schedule, type ScheduleChange, scheduleSchema } from './schedule.ts'
import { applyChange, checkUnique, isPast, NEW, planned } from './schedule-change.ts'
import { type LogEntry, ScheduleLogs } from './schedule-log.ts'

/** A later invocation is a missed one: the computer slept, or its clock was set forward. */
const MAX_DELAY_MS = 60_000

/** Why an action was not done. */
export type Problem = Pick<LogEntry, 'level' | 'message'>

export interface SchedulerOptions {
  /** The data folder. */
  dir: string
  clock: Clock
  /** Does what a schedule is for. Returns what went wrong. */
  invoke(schedule: Schedule, scheduledAt: string): Promise<Problem[]>
  /** Called before a schedule is created. */
  onCreate(): Promise<void>
  onFault(error: unknown): void
}

/** All schedules, which are invoked at their times from `start` to `close`. Each is a file. */
export class Scheduler {
  private readonly files: ObjectFiles<Schedule>
  private readonly logs: ScheduleLogs
  /** What calls off the next invocation of each schedule. */
  private readonly timers = new Map<string, () => void>()
  private readonly invocations = new Set<Promise<void>>()
  private isClosed = false

  constructor(private readonly options: SchedulerOptions) {
    const root = join(options.dir, 'schedules')
    this.files = new ObjectFiles(root, scheduleSchema, options.onFault)
    this.logs = new ScheduleLogs(root)
  }

  /** Begins to invoke. What was missed since the platform ran last is not caught up. */
  async start(): Promise<void> {
    for (const { id, nextRunAt } of await this.files.list()) {
      if (nextRunAt !== null) await this.resume(id).catch(this.options.onFault)
    }
  }

  /** Returns all schedules, oldest first. */
  list(): Promise<Schedule[]> {
    return this.files.list()
  }

  /** @throws {ApiError} 404 `record-not-found` */
  async get(id: string): Promise<Schedule> {
    const found = await this.files.get(id)
    if (!found) throw notFound('Schedule')
    return found
  }

  /** @throws {ApiError} 400 if something is invalid, 409 if another schedule has the name */
  async create(change: ScheduleChange): Promise<Schedule> {
    const id = randomId()
    const now = this.now()
    const createdAt = now.toISOString()
    const base = { ...NEW, id, name: `schedule-${id}`, createdAt, modifiedAt: createdAt }
    applyChange(base, change, now)
    await this.options.onCreate()
    const created = await this.files.add((all) => {
      const made = applyChange(base, change, now)
      checkUnique(made, [...all.values()])
      return made
    })
    this.arm(created)
    return created
  }

  /** @throws {ApiError} as `create` and `get` do */
  async update(id: string, change: ScheduleChange): Promise<Schedule> {
    const now = this.now()
    const updated = await this.files.change(id, (one, all) => {
      const made = applyChange({ ...one, modifiedAt: now.toISOString() }, change, now)
      checkUnique(made, [...all.values()])
      return made
    })
    if (!updated) throw notFound('Schedule')
    this.arm(updated)
    return updated
  }

  async delete(id: string): Promise<void> {
    this.callOff(id)
    await this.files.delete(id)
    await this.logs.delete(id)
  }

  /** Returns what happened to a schedule, oldest first. */
  readLog(id: string): Promise<LogEntry[]> {
    return this.logs.read(id)
  }

  /** Ends all invocations, and waits for those in progress. */
  async close(): Promise<void> {
    this.isClosed = true
    for (const id of [...this.timers.keys()]) this.callOff(id)
    await Promise.all(this.invocations)
  }

  /** Waits for pending writes. Never rejects. */
  async settle(): Promise<void> {
    await this.files.settle()
    await this.logs.settle()
  }

  private now(): Date {
    return new Date(this.options.clock.now())
  }

  private async resume(id: string): Promise<void> {
    const now = this.now()
    let missed: Schedule | undefined
    const resumed = await this.files.change(id, (one) => {
      if (isPast(one, now)) missed = one
      return planned(one, now)
    })
    if (resumed) this.arm(resumed)
    if (missed) await this.noteMissed(missed)
  }

  private arm({ id, nextRunAt }: Schedule): void {
    this.callOff(id)
    if (nextRunAt === null || this.isClosed) return
    const invoke = () => {
      const invocation = this.invoke(id).catch(this.options.onFault)
      this.invocations.add(invocation)
      invocation.finally(() => this.invocations.delete(invocation))
    }
    this.timers.set(id, this.options.clock.at(Date.parse(nextRunAt), invoke))
  }

  private callOff(id: string): void {
    this.timers.get(id)?.()
    this.timers.delete(id)
  }

  private async invoke(id: string): Promise<void> {
    const now = this.now()
    let due: Schedule | undefined
    const changing = this.files.change(id, (one) => {
      // A change that is being written gets its own timer.
      if (!isPast(one, now)) return one
      due = one
      const lastRunAt = isPast(one, now, MAX_DELAY_MS) ? one.lastRunAt : now.toISOString()
      return planned({ ...one, lastRunAt }, now)
    })
    // On a full disk, runs may start nevertheless.
    await changing.catch(this.options.onFault)
    const next = await this.files.get(id)
    if (due && next) await this.invokeDue(due, next, now)
  }

  private async invokeDue(due: Schedule, next: Schedule, now: Date): Promise<void> {
    this.arm(next)
    if (isPast(due, now, MAX_DELAY_MS)) return this.noteMissed(due)
    await this.note(due.id, { level: 'INFO', message: 'Schedule invoked' })
    const problems = await this.options.invoke(due, due.nextRunAt ?? now.toISOString())
    for (const problem of problems) await this.note(due.id, problem)
  }

  private noteMissed({ id, nextRunAt }: Schedule): Promise<void> {
    const message = `Not invoked at ${nextRunAt}: the local platform did not run then, or its computer slept.`
    return this.note(id, { level: 'WARN', message })
  }

  private async note(id: string, problem: Problem): Promise<void> {
    // It may have been deleted meanwhile.
    if (!(await this.files.get(id))) return
    await this.logs.add(id, { ...problem, createdAt: this.now().toISOString() })
  }
}

import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { ownName, randomId, USER_ID, USERNAME } from '../ids.ts'
import { ObjectFiles } from '../object-files.ts'
import type { RunOptions } from '../runs/run.ts'
import { checkName } from '../storage/storage-properties.ts'

/** The options of runs that a task or a schedule has saved. */
export const taskOptions = z.object({
  build: z.string().nullish(),
  timeoutSecs: z.int().nonnegative().nullish(),
  memoryMbytes: z.int().positive().nullish(),
  maxItems: z.int().nonnegative().nullish(),
  maxTotalChargeUsd: z.number().nonnegative().nullish(),
  restartOnError: z.boolean().nullish(),
})

type TaskOptions = z.infer<typeof taskOptions>

/** What a client may set on a task. */
export const taskChange = z.object({
  name: z.string().optional(),
  title: z.string().nullish(),
  options: taskOptions.nullish(),
  input: z.record(z.string(), z.unknown()).nullish(),
})

export type TaskChange = z.infer<typeof taskChange>

const task = z.object({
  id: z.string(),
  /** The id of the Actor that it runs. */
  actId: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  options: taskOptions.nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.string(),
  modifiedAt: z.string(),
})

/** A saved input and options for an Actor. */
export type Task = z.infer<typeof task>

/** All tasks. Each is a file. */
export class Tasks {
  private readonly files: ObjectFiles<Task>

  /** @param onDamaged is told about a file that cannot be used; its task is as if it were not there */
  constructor(root: string, onDamaged: (error: Error) => void) {
    this.files = new ObjectFiles(root, task, onDamaged)
  }

  /** Returns all tasks, oldest first. */
  list(): Promise<Task[]> {
    return this.files.list()
  }

  /**
   * Returns a task by its id, or by its name in any form.
   * @throws {ApiError} 404 `record-not-found`
   */
  async get(handle: string): Promise<Task> {
    const name = ownName(handle)
    const found = (await this.list()).find((one) => (name ? one.name === name : one.id === handle))
    if (found) return found
    throw notFound('Actor task')
  }

  /** @throws {ApiError} 400 if the name is invalid, 409 if another task has it */
  async create(actId: string, given: TaskChange): Promise<Task> {
    const id = randomId()
    const createdAt = new Date().toISOString()
    const none = { title: null, options: null, input: null }
    const base = { id, actId, name: `task-${id}`, ...none, createdAt, modifiedAt: createdAt }
    return this.files.add((all) => changed(base, given, all))
  }

  /** @throws {ApiError} as `create` does, or 404 if it has been deleted */
  async update({ id }: Task, change: TaskChange): Promise<Task> {
    const modifiedAt = new Date().toISOString()
    const updated = await this.files.change(id, (one, all) =>
      changed({ ...one, modifiedAt }, change, all),
    )
    if (!updated) throw notFound('Actor task')
    return updated
  }

  async delete({ id }: Task): Promise<void> {
    await this.files.delete(id)
  }

  /** Waits for pending writes. Never rejects. */
  settle(): Promise<void> {
    return this.files.settle()
  }
}

/**
 * Returns a task with what a change gives.
 * @throws {ApiError} 400 if the name is invalid, 409 if another task has it
 */
function changed(base: Task, change: TaskChange, all: ReadonlyMap<string, Task>): Task {
  const given = Object.entries(change).filter(([, value]) => value !== undefined)
  const made = task.parse({ ...base, ...Object.fromEntries(given) })
  checkName(made.name)
  checkUnique(made, [...all.values()])
  return made
}

/** @throws {ApiError} 409 `actor-task-name-not-unique` */
function checkUnique({ id, name }: Task, all: Task[]): void {
  if (!all.some((other) => other.name === name && other.id !== id)) return
  const message = `A task named "${name}" already exists. Choose another name.`
  throw new ApiError(409, 'actor-task-name-not-unique', message)
}

/** Returns the options that a task or a schedule has saved, without those that are null. */
export function givenOptions(saved: TaskOptions | null | undefined): Partial<RunOptions> {
  const given = Object.entries(saved ?? {}).filter(([, value]) => value !== null)
  return Object.fromEntries(given)
}

/**
 * Returns the API's Task object.
 * @param totalRuns how many runs it has had
 */
export function describeTask(one: Task, totalRuns: number) {
  return { ...one, userId: USER_ID, username: USERNAME, stats: { totalRuns } }
}

/** Returns the API's TaskShort object, for listings. */
export function describeTaskShort(one: Task, actName: string | null, totalRuns: number) {
  const { input: _, options: __, title: ___, ...rest } = describeTask(one, totalRuns)
  return { ...rest, actName, actUsername: USERNAME }
}

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import { readJson, writeJson } from '../files.ts'
import { isId, ownName, randomId, USER_ID, USERNAME } from '../ids.ts'
import { checkName } from '../storage/storage-properties.ts'

const options = z.object({
  build: z.string().nullish(),
  timeoutSecs: z.int().nonnegative().nullish(),
  memoryMbytes: z.int().positive().nullish(),
  maxItems: z.int().nonnegative().nullish(),
  maxTotalChargeUsd: z.number().nonnegative().nullish(),
  restartOnError: z.boolean().nullish(),
})

/** What a client may set on a task. */
export const taskChange = z.object({
  name: z.string().optional(),
  title: z.string().nullish(),
  options: options.nullish(),
  input: z.record(z.string(), z.unknown()).nullish(),
})

export type TaskChange = z.infer<typeof taskChange>

const task = z.object({
  id: z.string(),
  /** The id of the Actor that it runs. */
  actId: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  options: options.nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.string(),
  modifiedAt: z.string(),
})

/** A saved input and options for an Actor. */
export type Task = z.infer<typeof task>

/** All tasks. Each is a file. */
export class Tasks {
  private reading: Promise<Map<string, Task>> | undefined

  constructor(private readonly root: string) {}

  /** Returns all tasks, oldest first. */
  async list(): Promise<Task[]> {
    const all = [...(await this.all()).values()]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
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
    return this.save(base, given)
  }

  async update(current: Task, change: TaskChange): Promise<Task> {
    return this.save({ ...current, modifiedAt: new Date().toISOString() }, change)
  }

  async delete({ id }: Task): Promise<void> {
    const all = await this.all()
    await rm(this.fileOf(id), { force: true })
    all.delete(id)
  }

  private async save(base: Task, change: TaskChange): Promise<Task> {
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const changed = task.parse({ ...base, ...Object.fromEntries(given) })
    const all = await this.all()
    checkName(changed.name)
    checkUnique(changed, [...all.values()])
    all.set(changed.id, changed)
    await writeJson(this.fileOf(changed.id), changed)
    return changed
  }

  private all(): Promise<Map<string, Task>> {
    this.reading ??= this.read()
    return this.reading
  }

  private async read(): Promise<Map<string, Task>> {
    await mkdir(this.root, { recursive: true })
    const ids = (await readdir(this.root)).map((name) => name.replace(/\.json$/, '')).filter(isId)
    const stored = await Promise.all(ids.map((id) => readJson(this.fileOf(id))))
    return new Map(stored.map((one) => task.parse(one)).map((one) => [one.id, one]))
  }

  private fileOf(id: string): string {
    return join(this.root, `${id}.json`)
  }
}

/** @throws {ApiError} 409 `actor-task-name-not-unique` */
function checkUnique({ id, name }: Task, all: Task[]): void {
  if (!all.some((other) => other.name === name && other.id !== id)) return
  const message = `A task named "${name}" already exists. Choose another name.`
  throw new ApiError(409, 'actor-task-name-not-unique', message)
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

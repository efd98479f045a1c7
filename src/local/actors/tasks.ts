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

/** What a client may say of a task. */
export const taskChange = z.object({
  name: z.string().optional(),
  title: z.string().nullish(),
  options: options.nullish(),
  input: z.record(z.string(), z.unknown()).nullish(),
})

export type TaskChange = z.infer<typeof taskChange>

const task = z.object({
  id: z.string(),
  /** The id of the Actor that it is of. */
  actId: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  options: options.nullable(),
  input: z.record(z.string(), z.unknown()).nullable(),
  createdAt: z.string(),
  modifiedAt: z.string(),
})

/** An Actor with an input and options that were saved for later. */
export type Task = z.infer<typeof task>

/** All tasks: a file each. */
export class Tasks {
  private reading: Promise<Map<string, Task>> | undefined

  constructor(private readonly root: string) {}

  /** All of them, oldest first. */
  async list(): Promise<Task[]> {
    const all = [...(await this.all()).values()]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt))
  }

  /** Finds one by id or by name in any of its forms; throws 404 `record-not-found`. */
  async get(handle: string): Promise<Task> {
    const name = ownName(handle)
    const found = (await this.list()).find((one) => (name ? one.name === name : one.id === handle))
    if (found) return found
    throw notFound('Actor task')
  }

  /** Throws 400 for a name that is none, or another's. */
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

/** Throws 400 for the name of another task. */
function checkUnique({ id, name }: Task, all: Task[]): void {
  if (!all.some((other) => other.name === name && other.id !== id)) return
  const message = `There is a task named "${name}" already. Choose another name.`
  throw new ApiError(400, 'actor-task-name-not-unique', message)
}

/** The API's Task object. @param totalRuns how many runs there have been of it */
export function describeTask(one: Task, totalRuns: number) {
  return { ...one, userId: USER_ID, username: USERNAME, stats: { totalRuns } }
}

/** The API's TaskShort object, for listings. */
export function describeTaskShort(one: Task, actName: string | null, totalRuns: number) {
  const { input: _, options: __, title: ___, ...rest } = describeTask(one, totalRuns)
  return { ...rest, actName, actUsername: USERNAME }
}

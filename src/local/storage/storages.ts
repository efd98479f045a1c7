import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ApiError, invalidValue, notFound } from '../http/errors.ts'
import { isId, ownName, randomId } from '../ids.ts'
import { readJson, writeJson } from './files.ts'

const generalAccess = z
  .enum([
    'ANYONE_WITH_ID_CAN_READ',
    'ANYONE_WITH_NAME_CAN_READ',
    'FOLLOW_USER_SETTING',
    'RESTRICTED',
  ])
  .default('RESTRICTED')

/** What a client may change of a storage. */
export const storageChange = z.object({
  name: z.string().nullish(),
  generalAccess: generalAccess.unwrap().optional(),
})

/** What every kind of storage has; kept as `storage.json` in its folder. */
const properties = z.object({
  id: z.string(),
  name: z.string().nullable(),
  createdAt: z.string(),
  /** The Actor and the run that it was made for, if any. */
  actId: z.string().nullable(),
  actRunId: z.string().nullable(),
  /** The dataset schema of the Actor, as in its definition. */
  schema: z.record(z.string(), z.unknown()).nullable(),
  /** Of no consequence here: there is one user. */
  generalAccess,
})

export type StorageProperties = z.infer<typeof properties>

export interface Storage {
  /** Replaced as a whole when they change. */
  properties: StorageProperties
  /** Waits for what is being written. */
  settle(): Promise<void>
}

interface Kind<T> {
  /** How error messages call one: "Dataset". */
  label: string
  open: (folder: string, properties: StorageProperties) => Promise<T>
}

/** As the platform's: letters, digits, and hyphens between them. */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i

/** All storages of one kind: a folder each below `root`, opened when first asked for. */
export class Storages<T extends Storage> {
  private readonly opened = new Map<string, Promise<T | undefined>>()
  private allOpened: Promise<unknown> | undefined
  private readonly beingNamed = new Map<string, Promise<T>>()

  constructor(
    private readonly root: string,
    private readonly kind: Kind<T>,
  ) {}

  /** Finds one by id or by name in any of its forms; throws 404 `record-not-found`. */
  async get(handle: string): Promise<T> {
    const name = ownName(handle)
    const found = name ? await this.findNamed(name) : await this.findById(handle)
    if (!found) throw notFound(this.kind.label)
    return found
  }

  /** The storage of that name, made if there is none; `isNew` says which. */
  async getOrCreate(name: string): Promise<{ storage: T; isNew: boolean }> {
    checkName(name)
    const existing = this.beingNamed.get(name) ?? this.findNamed(name)
    const creation = existing.then((found) => found ?? this.create({ name }))
    this.beingNamed.set(name, creation)
    try {
      const storage = await creation
      return { storage, isNew: !(await existing) }
    } finally {
      if (this.beingNamed.get(name) === creation) this.beingNamed.delete(name)
    }
  }

  async create(given: Partial<Omit<StorageProperties, 'id' | 'createdAt'>> = {}): Promise<T> {
    const id = randomId()
    const createdAt = new Date().toISOString()
    const all = { id, createdAt, ...UNOWNED, ...given }
    await mkdir(join(this.root, id), { recursive: true })
    await writeJson(this.fileOf(id), all)
    const opening = this.kind.open(join(this.root, id), all)
    this.opened.set(id, opening)
    return opening
  }

  /** Renames a storage, or takes its name away; throws 409 when another one has the name. */
  async update(storage: T, change: z.infer<typeof storageChange>): Promise<void> {
    const { name } = change
    if (name) {
      checkName(name)
      const other = await this.findNamed(name)
      if (other && other !== storage) {
        const message = `There is a ${this.kind.label.toLowerCase()} named "${name}" already.`
        throw new ApiError(409, 'name-not-unique', `${message} Choose another name.`)
      }
    }
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    storage.properties = { ...storage.properties, ...Object.fromEntries(given) }
    await writeJson(this.fileOf(storage.properties.id), storage.properties)
  }

  async delete({ properties: { id } }: T): Promise<void> {
    const storage = this.opened.get(id)
    this.opened.set(id, Promise.resolve(undefined))
    await (await storage)?.settle()
    await rm(join(this.root, id), { recursive: true, force: true })
    this.opened.delete(id)
  }

  /** All of them, oldest first. */
  async list(): Promise<T[]> {
    this.allOpened ??= readdir(this.root).then((names) =>
      Promise.all(names.filter(isId).map((id) => this.open(id))),
    )
    await this.allOpened
    const all = await Promise.all(this.opened.values())
    return all.filter((storage) => storage !== undefined).sort(byAge)
  }

  /** Waits for everything that is being written. */
  async settle(): Promise<void> {
    const all = await Promise.all(this.opened.values())
    await Promise.all(all.map((storage) => storage?.settle()))
  }

  private findById(id: string): Promise<T | undefined> {
    return isId(id) ? this.open(id) : Promise.resolve(undefined)
  }

  private async findNamed(name: string): Promise<T | undefined> {
    return (await this.list()).find((storage) => storage.properties.name === name)
  }

  private open(id: string): Promise<T | undefined> {
    const known = this.opened.get(id)
    if (known) return known
    const opening = this.load(id)
    this.opened.set(id, opening)
    // Ids that do not exist are not remembered: there is no end to them.
    const forget = (storage?: T) => storage ?? this.opened.delete(id)
    opening.then(forget, () => forget())
    return opening
  }

  private async load(id: string): Promise<T | undefined> {
    const stored = await readJson(this.fileOf(id))
    if (stored === undefined) return undefined
    return this.kind.open(join(this.root, id), properties.parse(stored))
  }

  private fileOf(id: string): string {
    return join(this.root, id, 'storage.json')
  }
}

const UNOWNED = {
  name: null,
  actId: null,
  actRunId: null,
  schema: null,
  generalAccess: 'RESTRICTED',
} as const

function checkName(name: string): void {
  if (NAME.test(name)) return
  const rule = 'up to 63 letters, digits and hyphens, with no hyphen at either end'
  throw invalidValue(`"${name.slice(0, 80)}" is not a valid name. Use ${rule}.`)
}

function byAge(a: Storage, b: Storage): number {
  return a.properties.createdAt.localeCompare(b.properties.createdAt)
}

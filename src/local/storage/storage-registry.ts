import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, notFound } from '../api-error.ts'
import { leaveOutDamaged } from '../damaged-files.ts'
import { writeJson } from '../files.ts'
import { ALL } from '../folder-index/entry-groups.ts'
import { isId, ownName, randomId } from '../ids.ts'
import type { Page, PageOptions } from '../page.ts'
import { SerialChanges } from '../serial-changes.ts'
import {
  createStorageIndex,
  entryOf,
  groupOfName,
  NAMED,
  propertiesFile,
  readProperties,
} from './storage-index.ts'
import {
  checkName,
  type Storage,
  type StorageChange,
  type StorageProperties,
  UNOWNED,
} from './storage-properties.ts'

interface Kind<T> {
  /** How error messages call one: "Dataset". */
  label: string
  open: (folder: string, properties: StorageProperties) => Promise<T>
}

/** All storages of one kind. Each is a folder below `root`, opened when first asked for. */
export class StorageRegistry<T extends Storage> {
  private readonly opened = new Map<string, Promise<T | undefined>>()
  private readonly index
  private readonly writes = new SerialChanges()
  private readonly beingNamed = new Map<string, Promise<T>>()

  constructor(
    private readonly root: string,
    private readonly kind: Kind<T>,
    onDamaged: (error: Error) => void = () => {},
  ) {
    this.index = createStorageIndex(root, {
      read: (id) => leaveOutDamaged(readProperties(root, id), onDamaged),
      open: (id) => leaveOutDamaged(this.open(id), onDamaged),
    })
  }

  /**
   * Returns a storage by its id, or by its name in any form.
   * @throws {ApiError} 404 `record-not-found`
   */
  async get(handle: string): Promise<T> {
    const found = await this.find(handle)
    if (!found) throw notFound(this.kind.label)
    return found
  }

  /** Like `get`, but undefined if there is none. */
  find(handle: string): Promise<T | undefined> {
    const name = ownName(handle)
    if (name) return this.findNamed(name)
    return isId(handle) ? this.open(handle) : Promise.resolve(undefined)
  }

  /** Returns the storage of that name, and whether it had to be created. */
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
    await this.save(all)
    const opening = this.kind.open(join(this.root, id), all)
    this.opened.set(id, opening)
    return opening
  }

  /**
   * Changes a storage; a null name removes its name.
   * @throws {ApiError} 409 `name-not-unique` if another storage has the name, 400 for an invalid name
   */
  async update(storage: T, change: StorageChange): Promise<void> {
    const { name } = change
    if (name) {
      checkName(name)
      const other = await this.findNamed(name)
      if (other && other !== storage) {
        const message = `A ${this.kind.label.toLowerCase()} named "${name}" already exists.`
        throw new ApiError(409, 'name-not-unique', `${message} Choose another name.`)
      }
    }
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    storage.properties = { ...storage.properties, ...Object.fromEntries(given) }
    const { id } = storage.properties
    await this.writes.make(id, () => this.save(storage.properties))
  }

  private async save(properties: StorageProperties): Promise<void> {
    await writeJson(propertiesFile(this.root, properties.id), properties)
    this.index.set(entryOf(properties))
    this.index.store(entryOf(properties))
  }

  async delete({ properties: { id } }: T): Promise<void> {
    const storage = this.opened.get(id)
    this.opened.set(id, Promise.resolve(undefined))
    this.index.delete(id)
    await this.writes.settle(id)
    await (await storage)?.settle()
    await rm(join(this.root, id), { recursive: true, force: true })
    this.opened.delete(id)
  }

  /**
   * Returns a page of the storages that have a name, or of all. Opens only those on the page.
   * @param unnamed whether to list also those without a name
   */
  page({ unnamed }: { unnamed: boolean }, options: PageOptions): Promise<Page<T>> {
    return this.openPage(unnamed ? ALL : NAMED, options)
  }

  private openPage(group: string, options: PageOptions): Promise<Page<T>> {
    return this.index.page((groups) => groups.list(group), options)
  }

  /** Waits for the pending writes of all storages. */
  async settle(): Promise<void> {
    const all = await Promise.all(this.opened.values())
    await Promise.all([...all.map((storage) => storage?.settle()), this.index.settle()])
  }

  private async findNamed(name: string): Promise<T | undefined> {
    const { items } = await this.openPage(groupOfName(name), { offset: 0, limit: 1, desc: false })
    return items[0]
  }

  private open(id: string): Promise<T | undefined> {
    const known = this.opened.get(id)
    if (known) return known
    const opening = this.load(id)
    this.opened.set(id, opening)
    // Unknown ids are not remembered: there may be any number of them.
    const forget = (storage?: T) => storage ?? this.opened.delete(id)
    opening.then(forget, () => forget())
    return opening
  }

  private async load(id: string): Promise<T | undefined> {
    const properties = await readProperties(this.root, id)
    return properties && this.kind.open(join(this.root, id), properties)
  }
}

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { batches } from './batches.ts'
import { leaveOutDamaged, readDescription } from './damaged-files.ts'
import { writeJson } from './files.ts'
import { isId } from './ids.ts'
import { SerialChanges } from './serial-changes.ts'

/** How many files are read at a time. */
const READ_AT_ONCE = 64

/** What an object that is kept in a file of its own has. */
interface Kept {
  id: string
  createdAt: string
}

/** Objects of one kind that a person makes, such as tasks. Each is a file; all are kept in memory. */
export class ObjectFiles<T extends Kept> {
  private reading: Promise<Map<string, T>> | undefined
  private readonly writes = new SerialChanges()

  /**
   * @param root the folder of the files
   * @param onDamaged is told about a file that cannot be used; its object is as if it were not there
   */
  constructor(
    private readonly root: string,
    private readonly schema: z.ZodType<T>,
    private readonly onDamaged: (error: Error) => void,
  ) {}

  /** Returns all objects, oldest first. */
  async list(): Promise<T[]> {
    const all = [...(await this.all()).values()]
    return all.sort((a, b) => a.createdAt.localeCompare(b.createdAt) || a.id.localeCompare(b.id))
  }

  async get(id: string): Promise<T | undefined> {
    return (await this.all()).get(id)
  }

  /**
   * Adds an object. Readers see it at once.
   * @param make returns it, or one that is there already. Nothing else changes meanwhile, so it may compare it with the others.
   * @returns the object, when it is on the disk
   * @throws {Error} if it cannot be stored; then it is not there
   */
  async add(make: (all: ReadonlyMap<string, T>) => T): Promise<T> {
    const all = await this.all()
    const made = make(all)
    if (all.has(made.id)) return made
    all.set(made.id, made)
    try {
      await this.write(made.id, all)
      return made
    } catch (error) {
      all.delete(made.id)
      throw error
    }
  }

  /**
   * Changes an object as it is now. Readers see the change at once.
   * @param make returns the changed object, or the same one if it stays as it is
   * @returns the object, when it is on the disk; undefined if there is none with the id
   */
  async change(
    id: string,
    make: (one: T, all: ReadonlyMap<string, T>) => T,
  ): Promise<T | undefined> {
    const all = await this.all()
    const one = all.get(id)
    if (!one) return undefined
    const made = make(one, all)
    if (made === one) return one
    all.set(id, made)
    await this.write(id, all)
    return made
  }

  async delete(id: string): Promise<void> {
    const all = await this.all()
    all.delete(id)
    await this.write(id, all)
  }

  /** Waits for pending writes. Never rejects. */
  settle(): Promise<void> {
    return this.writes.settleAll()
  }

  /** Writes what an object is when it is its turn, so that the last state is the last in the file. */
  private write(id: string, all: Map<string, T>): Promise<void> {
    return this.writes.make(id, async () => {
      const now = all.get(id)
      await (now ? writeJson(this.fileOf(id), now) : rm(this.fileOf(id), { force: true }))
    })
  }

  private all(): Promise<Map<string, T>> {
    this.reading ??= this.read().catch((error) => {
      this.reading = undefined
      throw error
    })
    return this.reading
  }

  private async read(): Promise<Map<string, T>> {
    await mkdir(this.root, { recursive: true })
    const ids = (await readdir(this.root)).flatMap((name) => {
      const [, id = ''] = /^(\w+)\.json$/.exec(name) ?? []
      return isId(id) ? [id] : []
    })
    const all = new Map<string, T>()
    for (const batch of batches(ids, READ_AT_ONCE)) {
      const read = batch.map((id) =>
        leaveOutDamaged(readDescription(this.fileOf(id), id, this.schema), this.onDamaged),
      )
      for (const one of await Promise.all(read)) if (one) all.set(one.id, one)
    }
    return all
  }

  private fileOf(id: string): string {
    return join(this.root, `${id}.json`)
  }
}

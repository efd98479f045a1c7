import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { damaged, ofFolder, readJson, writeJson } from '../files.ts'
import { isId } from '../ids.ts'
import { SerialChanges } from '../serial-changes.ts'
import { type Run, runSchema } from './run.ts'

/** How many files are read at a time: there may be very many runs. */
const READ_AT_ONCE = 64

/** All runs. Each is a folder with `run.json` and `log.txt`, read when first asked for. */
export class RunStore {
  private readonly runs = new Map<string, Run>()
  private readonly writes = new SerialChanges()
  private allRead: Promise<unknown> | undefined

  /** @param onDamaged is told about a run whose file cannot be used; the run is as if it were not there */
  constructor(
    private readonly root: string,
    private readonly onDamaged: (error: Error) => void = () => {},
  ) {}

  /** Returns a run by its id; undefined if there is none. */
  async get(id: string): Promise<Run | undefined> {
    const known = this.runs.get(id)
    if (known || !isId(id)) return known
    const stored = await this.read(id)
    if (stored && !this.runs.has(id)) this.runs.set(id, stored)
    return this.runs.get(id)
  }

  private async read(id: string): Promise<Run | undefined> {
    try {
      const stored = await readJson(this.fileOf(id))
      return stored === undefined ? undefined : ofFolder(id, runSchema.parse(stored))
    } catch (cause) {
      this.onDamaged(damaged(this.fileOf(id), cause))
      return undefined
    }
  }

  /** Returns all runs, oldest first. */
  async list(): Promise<Run[]> {
    this.allRead ??= this.readAll()
    await this.allRead
    return [...this.runs.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt))
  }

  private async readAll(): Promise<void> {
    const ids = (await readdir(this.root)).filter(isId)
    for (const batch of batches(ids, READ_AT_ONCE)) {
      await Promise.all(batch.map((id) => this.get(id)))
    }
  }

  async add(run: Run): Promise<void> {
    await mkdir(join(this.root, run.id), { recursive: true })
    await this.save(run)
  }

  /** Saves a changed run. Readers see it at once; resolves when it is on the disk. */
  async save(run: Run): Promise<void> {
    this.runs.set(run.id, run)
    await this.writes.make(run.id, () => writeJson(this.fileOf(run.id), run))
  }

  /** Deletes a run and its log. */
  async delete(id: string): Promise<void> {
    await this.writes.settle(id)
    this.runs.delete(id)
    await rm(join(this.root, id), { recursive: true, force: true })
  }

  logPath(id: string): string {
    return join(this.root, id, 'log.txt')
  }

  private fileOf(id: string): string {
    return join(this.root, id, 'run.json')
  }
}

import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { leaveOutDamaged, readDescription } from '../damaged-files.ts'
import { writeJson } from '../files.ts'
import { isId } from '../ids.ts'
import type { Page, PageOptions } from '../page.ts'
import { SerialChanges } from '../serial-changes.ts'
import { isFinal, type Run, runSchema } from './run.ts'
import { createRunIndex, entryOf, FILE, type RunFilter, select } from './run-index.ts'

/** How many files are read at a time: there may be very many runs. */
const READ_AT_ONCE = 64

/** How many finished runs are kept in memory: a page of the most that the API lists at once. */
const KEPT = 1000

/** How often a group of runs was started, and when last. */
export interface RunStats {
  count: number
  lastStartedAt: string | undefined
}

/** What finds and lists runs. */
export type RunLists = Pick<RunStore, 'get' | 'page' | 'last' | 'statsOf'>

/** All runs. Each is a folder with `run.json` and `log.txt`, read when asked for. */
export class RunStore {
  /** Runs in progress, and those that are not on the disk yet. */
  private readonly current = new Map<string, Run>()
  /** The finished runs that were asked for last, the latest at the end. */
  private readonly recent = new Map<string, Run>()
  private readonly writes = new SerialChanges()
  private readonly index
  /** Counts changes, so that what was read before one is not kept. */
  private changes = 0

  /** @param onDamaged is told about a run whose file cannot be used; the run is as if it were not there */
  constructor(
    private readonly root: string,
    private readonly onDamaged: (error: Error) => void = () => {},
  ) {
    this.index = createRunIndex(root, (id) => this.get(id))
  }

  /**
   * Returns a run by its id; undefined if there is none, or its file is damaged.
   * @throws {Error} if the file cannot be read, which may pass
   */
  async get(id: string): Promise<Run | undefined> {
    const known = this.find(id)
    if (known || !isId(id)) return known
    const { changes } = this
    const stored = await this.read(id)
    const changed = this.find(id)
    if (changed) return changed
    if (stored && changes === this.changes) this.keep(stored)
    return stored
  }

  /** Returns a run that is in memory. */
  private find(id: string): Run | undefined {
    const run = this.current.get(id)
    if (run) return run
    const kept = this.recent.get(id)
    if (kept) this.keep(kept)
    return kept
  }

  private keep(run: Run): void {
    this.recent.delete(run.id)
    this.recent.set(run.id, run)
    const [oldest] = this.recent.keys()
    if (oldest !== undefined && this.recent.size > KEPT) this.recent.delete(oldest)
  }

  private read(id: string): Promise<Run | undefined> {
    return leaveOutDamaged(readDescription(this.fileOf(id), id, runSchema), this.onDamaged)
  }

  /** Yields all runs as their files have them, in no order. Keeps none of them. */
  async *readAll(): AsyncGenerator<Run> {
    const ids = (await readdir(this.root)).filter(isId)
    for (const batch of batches(ids, READ_AT_ONCE)) {
      const read = await Promise.all(batch.map((id) => this.read(id)))
      yield* read.filter((run) => run !== undefined)
    }
  }

  /** Returns a page of the runs that a filter names. Reads only the runs on the page. */
  page(filter: RunFilter, options: PageOptions): Promise<Page<Run>> {
    return this.index.page((groups) => select(groups, filter), options)
  }

  /** Returns the newest run that a filter names; undefined if there is none. */
  async last(filter: RunFilter): Promise<Run | undefined> {
    const page = await this.page(filter, { offset: 0, limit: 1, desc: true })
    return page.items[0]
  }

  async statsOf(filter: Pick<RunFilter, 'actId' | 'taskId'>): Promise<RunStats> {
    const entries = select(await this.index.entries(), filter)
    return { count: entries.length, lastStartedAt: entries.at(-1)?.at }
  }

  async add(run: Run): Promise<void> {
    await mkdir(join(this.root, run.id), { recursive: true })
    await this.save(run)
  }

  /** Saves a changed run. Readers see it at once; resolves when it is on the disk. */
  async save(run: Run): Promise<void> {
    this.changes += 1
    this.current.set(run.id, run)
    this.index.set(entryOf(run))
    await this.writes.make(run.id, async () => {
      await writeJson(this.fileOf(run.id), run)
      if (!isFinal(run)) return
      this.index.store(entryOf(run))
      if (this.current.get(run.id) !== run) return
      this.current.delete(run.id)
      this.keep(run)
    })
  }

  /** Deletes a run and its log. */
  async delete(id: string): Promise<void> {
    await this.writes.settle(id)
    this.changes += 1
    this.current.delete(id)
    this.recent.delete(id)
    this.index.delete(id)
    await rm(join(this.root, id), { recursive: true, force: true })
    this.changes += 1
    this.recent.delete(id)
  }

  /** Waits for pending writes. */
  async settle(): Promise<void> {
    await this.writes.settleAll()
    await this.index.settle()
  }

  logPath(id: string): string {
    return join(this.root, id, 'log.txt')
  }

  private fileOf(id: string): string {
    return join(this.root, id, FILE)
  }
}

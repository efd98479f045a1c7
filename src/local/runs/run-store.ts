import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { batches } from '../batches.ts'
import { DamagedError, ofFolder, readJson, writeJson } from '../files.ts'
import type { EntryGroups } from '../folder-index/entry-groups.ts'
import { isId } from '../ids.ts'
import { type Page, type PageOptions, paginate } from '../page.ts'
import { SerialChanges } from '../serial-changes.ts'
import { isFinal, type Run, runSchema } from './run.ts'
import {
  createRunIndex,
  entryOf,
  isEntryOf,
  type RunEntry,
  type RunFilter,
  select,
} from './run-index.ts'

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
  /** Finished runs that were asked for last, in that order. */
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

  /** Returns a run by its id; undefined if there is none. */
  async get(id: string): Promise<Run | undefined> {
    const known = this.current.get(id) ?? this.recent.get(id)
    if (known || !isId(id)) return known
    const { changes } = this
    const stored = await this.read(id)
    const changed = this.current.get(id) ?? this.recent.get(id)
    if (changed) return changed
    if (stored && changes === this.changes) this.keep(stored)
    return stored
  }

  private keep(run: Run): void {
    this.recent.delete(run.id)
    this.recent.set(run.id, run)
    const [oldest] = this.recent.keys()
    if (oldest !== undefined && this.recent.size > KEPT) this.recent.delete(oldest)
  }

  private async read(id: string): Promise<Run | undefined> {
    try {
      const stored = await readJson(this.fileOf(id))
      return stored === undefined ? undefined : ofFolder(id, runSchema.parse(stored))
    } catch (cause) {
      this.onDamaged(new DamagedError(this.fileOf(id), cause))
      return undefined
    }
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
  async page(filter: RunFilter, options: PageOptions): Promise<Page<Run>> {
    const groups = await this.index.entries()
    for (;;) {
      const page = paginate(select(groups, filter), options)
      const items: Run[] = []
      for (const batch of batches(page.items, READ_AT_ONCE)) {
        const runs = await Promise.all(batch.map((entry) => this.check(entry, groups)))
        items.push(...runs.filter((run) => run !== undefined))
      }
      if (items.length === page.items.length) return { ...page, items }
    }
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

  /** Returns the run of an entry; undefined if the entry is not true of it (any more), and no longer listed. */
  private async check(entry: RunEntry, groups: EntryGroups<RunEntry>): Promise<Run | undefined> {
    const run = await this.get(entry.id)
    if (run && isEntryOf(entry, run)) return run
    // A damaged file, or a release without the index has changed the run.
    if (groups.get(entry.id) === entry) {
      if (run) this.index.set(entryOf(run))
      else this.index.delete(entry.id)
    }
    return undefined
  }

  async add(run: Run): Promise<void> {
    await mkdir(join(this.root, run.id), { recursive: true })
    await this.save(run)
  }

  /** Saves a changed run. Readers see it at once; resolves when it is on the disk. */
  save(run: Run): Promise<void> {
    return this.write(run, async () => {})
  }

  /** Saves a finished run as it starts again, as `save` does. */
  reopen(run: Run): Promise<void> {
    return this.write(run, () => this.index.forget(run.id))
  }

  private async write(run: Run, prepare: () => Promise<void>): Promise<void> {
    this.changes += 1
    this.current.set(run.id, run)
    this.index.set(entryOf(run))
    await this.writes.make(run.id, async () => {
      await prepare()
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
    return join(this.root, id, 'run.json')
  }
}

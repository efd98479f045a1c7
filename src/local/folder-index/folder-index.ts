import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { z } from 'zod'
import { batches } from '../batches.ts'
import { isId } from '../ids.ts'
import { ALL, type Entry, EntryGroups } from './entry-groups.ts'
import { LineFile } from './line-file.ts'

/** How many files are read at a time: there may be very many folders. */
const READ_AT_ONCE = 64

/** How many lines are parsed before others get a turn, which takes about 10 ms. */
const LINES_AT_ONCE = 5000

/** A file with more lines than that for each entry is written again. */
const LINES_PER_ENTRY = 2

/** Not the name of a folder with an id, so that every release passes over it. */
const FILE = 'index.jsonl'

/** A line about a folder whose own file has to be read. */
const unknown = z.object({ id: z.string() })

export interface Indexed<T extends Entry> {
  /** The folder of the folders. */
  root: string
  /** The form of an entry, which is also that of its line. */
  entry: z.ZodType<T>
  /** Returns the groups of an entry, by which entries are listed. */
  groupsOf(entry: T): string[]
  /** Reads an entry from the folder itself; undefined if it has none. Never rejects. */
  read(id: string): Promise<T | undefined>
  /** Tells whether an entry stays as it is until `forget`. The others are not stored. */
  isLasting(entry: T): boolean
}

/**
 * Entries of all folders in a folder, in the order of their times. A file has them as lines, so that opening
 * does not read what is in the folders. It may be missing, short or torn: a folder of which it has no line is
 * read, and a line without its folder is passed over.
 */
export class FolderIndex<T extends Entry> {
  private readonly lines: LineFile
  private loading: Promise<EntryGroups<T>> | undefined
  private loaded: EntryGroups<T> | undefined
  /** What has changed while the entries are loaded; undefined for a deleted one. */
  private readonly changed = new Map<string, T | undefined>()
  /** Folders that are about to change. */
  private readonly forgotten = new Set<string>()

  constructor(private readonly indexed: Indexed<T>) {
    this.lines = new LineFile(join(indexed.root, FILE))
  }

  /** Returns the entries. They change with each change of a folder. */
  entries(): Promise<EntryGroups<T>> {
    this.loading ??= this.load().catch((error) => {
      this.loading = undefined
      throw error
    })
    return this.loading
  }

  /** Notes an entry, for readers of now. */
  set(entry: T): void {
    if (this.loaded) this.loaded.set(entry)
    else if (this.loading) this.changed.set(entry.id, entry)
  }

  /** Notes that a folder is gone. */
  delete(id: string): void {
    if (this.loaded) this.loaded.delete(id)
    else if (this.loading) this.changed.set(id, undefined)
  }

  /** Stores an entry for the next opening. Call it once the folder has it on the disk. */
  store(entry: T): void {
    if (!this.indexed.isLasting(entry)) return
    this.forgotten.delete(entry.id)
    this.lines.add(JSON.stringify(entry))
  }

  /**
   * Makes the next opening read a folder. Call it before the folder no longer has the entry that was stored.
   * Resolves when it is on the disk.
   */
  forget(id: string): Promise<void> {
    this.forgotten.add(id)
    return this.lines.addNow(JSON.stringify({ id }))
  }

  /** Waits for pending writes. */
  settle(): Promise<void> {
    return this.lines.settle()
  }

  private async load(): Promise<EntryGroups<T>> {
    const { root, groupsOf } = this.indexed
    const lines = await this.lines.read()
    const known = await this.parse(lines)
    const ids = (await readdir(root)).filter(isId)
    const read = await this.readAll(ids.filter((id) => !known.has(id)))
    const found = ids.flatMap((id) => known.get(id) ?? [])
    const groups = new EntryGroups([...found, ...read], groupsOf)
    for (const [id, entry] of this.changed) {
      if (entry) groups.set(entry)
      else groups.delete(id)
    }
    this.changed.clear()
    this.loaded = groups
    for (const entry of read) if (!this.forgotten.has(entry.id)) this.store(entry)
    if (lines.length > LINES_PER_ENTRY * ids.length) this.lines.replace(() => this.linesOf(groups))
    return groups
  }

  /** Returns the last entry that the lines have of each folder. */
  private async parse(lines: string[]): Promise<Map<string, T>> {
    const known = new Map<string, T>()
    for (const batch of batches(lines, LINES_AT_ONCE)) {
      for (const value of parseLines(batch)) {
        const entry = this.indexed.entry.safeParse(value)
        if (entry.success) known.set(entry.data.id, entry.data)
        else known.delete(unknown.safeParse(value).data?.id ?? '')
      }
      await nextTurn()
    }
    return known
  }

  private async readAll(ids: string[]): Promise<T[]> {
    const entries: T[] = []
    for (const batch of batches(ids, READ_AT_ONCE)) {
      const read = await Promise.all(batch.map((id) => this.indexed.read(id)))
      entries.push(...read.filter((entry) => entry !== undefined))
    }
    return entries
  }

  private linesOf(groups: EntryGroups<T>): string[] {
    return groups
      .list(ALL)
      .filter((entry) => this.indexed.isLasting(entry) && !this.forgotten.has(entry.id))
      .map((entry) => JSON.stringify(entry))
  }
}

/** Returns the values of lines, together if none is torn, which is faster. */
function parseLines(lines: string[]): unknown[] {
  const all = parseArray(lines)
  return all.length === lines.length ? all : lines.flatMap((line) => parseArray([line]))
}

/** Returns no values if one of the lines is torn. */
function parseArray(lines: string[]): unknown[] {
  try {
    const values: unknown = JSON.parse(`[${lines.join(',')}]`)
    return Array.isArray(values) ? values : []
  } catch {
    return []
  }
}

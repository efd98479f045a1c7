import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { batches } from '../batches.ts'
import { isId } from '../ids.ts'
import { type Page, type PageOptions, paginate } from '../page.ts'
import { ALL, type Entry, EntryGroups } from './entry-groups.ts'
import { LineFile } from './line-file.ts'
import {
  compareStamps,
  lineOf,
  parseLines,
  type Stamped,
  type StampedEntry,
  stampOf,
} from './stamped-entries.ts'

/** How many files are read at a time: there may be very many folders. */
const READ_AT_ONCE = 64

/** A file with more lines than that for each entry is written again. */
const LINES_PER_ENTRY = 2

/** So many lines are not worth that while the index is open. */
const FEW_LINES = 1000

/** Not the name of a folder with an id, so that every release passes over it. */
const FILE = 'index.jsonl'

/** @template V what a folder holds */
export interface Indexed<T extends Entry, V> {
  /** The folder of the folders. */
  root: string
  /** The name of the file in each folder that its entry is made of. */
  file: string
  /** The form of an entry. */
  entry: z.ZodType<T>
  /** Returns the groups of an entry, by which entries are listed. */
  groupsOf(entry: T): string[]
  /** Reads an entry from the folder itself; undefined if it has none. Rejects if that may change by itself. */
  read(id: string): Promise<T | undefined>
  /** Opens what a folder holds; undefined and rejects as `read`. */
  open(id: string): Promise<V | undefined>
  entryOf(opened: V): T
  /** Tells whether to store an entry. The others are read at each opening, since they change often. */
  isLasting(entry: T): boolean
}

/**
 * Entries of all folders in a folder, in the order of their times. A file has them as lines, so that opening
 * does not read what is in the folders. It may be missing, short or torn: a folder of which it has no line is
 * read, and a line without its folder is passed over. So is a line of a folder that has changed since: a release
 * without the index may have used it, or a crash came between the change and the line.
 */
export class FolderIndex<T extends Entry, V> {
  private readonly lines: LineFile
  private loading: Promise<EntryGroups<T>> | undefined
  private loaded: EntryGroups<T> | undefined
  /** What has changed while the entries are loaded; undefined for a deleted one. */
  private readonly changed = new Map<string, T | undefined>()
  /** The last line of each folder. */
  private readonly stored = new Map<string, StampedEntry<T>>()

  constructor(private readonly indexed: Indexed<T, V>) {
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

  /**
   * Returns a page of what the folders hold. Opens only those on the page.
   * @param list returns the entries to list, oldest first
   */
  async page(
    list: (groups: EntryGroups<T>) => readonly T[],
    options: PageOptions,
  ): Promise<Page<V>> {
    const groups = await this.entries()
    // What turns out to be something else is corrected, and may belong on another page.
    for (;;) {
      const page = paginate(list(groups), options)
      const items: V[] = []
      for (const batch of batches(page.items, READ_AT_ONCE)) {
        const opened = await Promise.all(batch.map((entry) => this.openListed(entry, groups)))
        items.push(...opened.filter((one) => one !== undefined))
      }
      if (items.length === page.items.length) return { ...page, items }
    }
  }

  /** Opens a listed folder; undefined if the entry is not true of it (any more), and no longer listed. */
  private async openListed(entry: T, groups: EntryGroups<T>): Promise<V | undefined> {
    const opened = await this.indexed.open(entry.id)
    const found = opened && this.indexed.entryOf(opened)
    if (found && isDeepStrictEqual(found, entry)) return opened
    if (groups.get(entry.id) === entry) {
      if (found) this.set(found)
      else this.delete(entry.id)
    }
    return undefined
  }

  /** Notes an entry, for readers of now. */
  set(entry: T): void {
    if (this.loaded) this.loaded.set(entry)
    else if (this.loading) this.changed.set(entry.id, entry)
  }

  /** Notes that a folder is gone. */
  delete(id: string): void {
    this.stored.delete(id)
    if (this.loaded) this.loaded.delete(id)
    else if (this.loading) this.changed.set(id, undefined)
  }

  /** Stores an entry for the next opening. Call it once the folder has it, and before the folder changes again. */
  store(entry: T): void {
    this.add({ entry, stamp: stampOf(this.fileOf(entry.id)) })
    if (this.lines.count <= FEW_LINES) return
    // Loading shortens the file, too.
    if (this.loaded) this.shorten(this.loaded)
    else this.entries().catch(() => {})
  }

  /** Waits for pending writes. */
  settle(): Promise<void> {
    return this.lines.settle()
  }

  private async load(): Promise<EntryGroups<T>> {
    const { root, groupsOf, entry } = this.indexed
    const known = await parseLines(await this.lines.read(), entry)
    const ids = (await readdir(root)).filter(isId)
    const { stored, others } = await compareStamps(ids, known, (id) => this.fileOf(id))
    const read = await this.readAll(others)
    const groups = new EntryGroups(
      [...stored, ...read].map((one) => one.entry),
      groupsOf,
    )
    // What has changed since has a newer line, if any.
    for (const one of stored)
      if (!this.changed.has(one.entry.id)) this.stored.set(one.entry.id, one)
    for (const one of read) if (!this.changed.has(one.entry.id)) this.add(one)
    for (const [id, one] of this.changed) {
      if (one) groups.set(one)
      else groups.delete(id)
    }
    this.changed.clear()
    this.loaded = groups
    this.shorten(groups)
    return groups
  }

  private async readAll(folders: Stamped[]): Promise<StampedEntry<T>[]> {
    const entries: StampedEntry<T>[] = []
    for (const batch of batches(folders, READ_AT_ONCE)) {
      const read = await Promise.all(batch.map(({ id }) => this.indexed.read(id)))
      entries.push(
        ...batch.flatMap(({ stamp }, at) => {
          const entry = read[at]
          return entry ? { entry, stamp } : []
        }),
      )
    }
    return entries
  }

  private add(stored: StampedEntry<T>): void {
    if (stored.stamp === undefined || !this.indexed.isLasting(stored.entry)) return
    this.stored.set(stored.entry.id, stored)
    this.lines.add(lineOf(stored))
  }

  /** Writes the file again if many of its lines are of no use any more. */
  private shorten(groups: EntryGroups<T>): void {
    if (this.lines.count <= LINES_PER_ENTRY * groups.list(ALL).length) return
    this.lines.replace(() => Array.from(this.stored.values(), lineOf))
  }

  private fileOf(id: string): string {
    // `join` takes longer than the system takes to look at the file.
    return `${this.indexed.root}${sep}${id}${sep}${this.indexed.file}`
  }
}

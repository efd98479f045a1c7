import { placeIn } from '../sorted-list.ts'

/** What an index keeps of one folder. */
export interface Entry {
  /** The name of the folder. */
  id: string
  /** When it was created, in ISO 8601. */
  at: string
}

/** The group of all entries. */
export const ALL = 'all'

/** Entries in the order of their times, and of their ids if the time is the same: all, and in groups. */
export class EntryGroups<T extends Entry> {
  private readonly entries = new Map<string, T>()
  private readonly groups = new Map<string, T[]>()

  /**
   * @param entries of different ids
   * @param groupsOf returns the groups that an entry belongs to, beside `ALL`
   */
  constructor(
    entries: T[],
    private readonly groupsOf: (entry: T) => string[],
  ) {
    for (const entry of entries.toSorted(compare)) {
      this.entries.set(entry.id, entry)
      for (const name of this.namesOf(entry)) this.group(name).push(entry)
    }
  }

  get(id: string): T | undefined {
    return this.entries.get(id)
  }

  /** Returns the entries of a group, oldest first. The list changes with each change of an entry. */
  list(group: string): readonly T[] {
    return this.groups.get(group) ?? []
  }

  /** Adds an entry, or replaces the one with its id. */
  set(entry: T): void {
    this.delete(entry.id)
    this.entries.set(entry.id, entry)
    for (const name of this.namesOf(entry)) {
      const group = this.group(name)
      group.splice(placeOf(entry, group), 0, entry)
    }
  }

  delete(id: string): void {
    const entry = this.entries.get(id)
    if (!entry) return
    this.entries.delete(id)
    for (const name of this.namesOf(entry)) {
      const group = this.group(name)
      group.splice(placeOf(entry, group), 1)
      if (group.length === 0) this.groups.delete(name)
    }
  }

  private namesOf(entry: T): string[] {
    return [ALL, ...this.groupsOf(entry)]
  }

  private group(name: string): T[] {
    const known = this.groups.get(name)
    if (known) return known
    const group: T[] = []
    this.groups.set(name, group)
    return group
  }
}

function compare(a: Entry, b: Entry): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}

/** Returns where an entry is in a group, or where it belongs. Most entries are the newest. */
function placeOf(entry: Entry, group: readonly Entry[]): number {
  const last = group.at(-1)
  if (last && compare(last, entry) < 0) return group.length
  return placeIn(group, (other) => compare(other, entry) < 0)
}

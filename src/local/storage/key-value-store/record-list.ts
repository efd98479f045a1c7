import { placeIn } from '../../sorted-list.ts'

interface ListedRecord {
  key: string
  /** In bytes. */
  size: number
}

/** Records in the order of their keys. Keys are ASCII, so this is UTF-8 binary order. */
export class RecordList<T extends ListedRecord> {
  private readonly byKey: Map<string, T>
  private readonly ordered: T[]
  private total = 0

  constructor(records: readonly T[]) {
    this.byKey = new Map(records.map((record) => [record.key, record]))
    this.ordered = [...this.byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    for (const { size } of this.ordered) this.total += size
  }

  get(key: string): T | undefined {
    return this.byKey.get(key)
  }

  /** Returns all records. The list changes with each change of a record. */
  list(): readonly T[] {
    return this.ordered
  }

  /** The sizes of all records, in bytes. */
  get bytes(): number {
    return this.total
  }

  /** Adds a record, or replaces the one with its key. */
  set(record: T): void {
    const former = this.byKey.get(record.key)
    this.byKey.set(record.key, record)
    this.total += record.size - (former?.size ?? 0)
    this.ordered.splice(placeOf(record.key, this.ordered), former ? 1 : 0, record)
  }

  delete(key: string): void {
    const former = this.byKey.get(key)
    if (!former) return
    this.byKey.delete(key)
    this.total -= former.size
    this.ordered.splice(placeOf(key, this.ordered), 1)
  }
}

function placeOf(key: string, records: readonly ListedRecord[]): number {
  return placeIn(records, (record) => record.key < key)
}

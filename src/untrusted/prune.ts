import { type Container, type Kept, keptNumber, keptText, sizeOf } from './kept.ts'
import { keptKey } from './long-keys.ts'
import { type PruneLimits, Shrinking } from './shrinking.ts'
import type { Sink } from './sink.ts'

/** What is nested deeper is left out; a result shows fewer levels. */
const MAX_DEPTH = 502

/**
 * Keeps the beginning of a value: of each array and object the same number of entries at most, of each
 * text the same number of characters. Both numbers shrink while the value grows beyond its limits.
 */
export class Pruner implements Sink {
  /** The value, once it began. */
  root: Kept | undefined
  private readonly opened: Container[] = []
  private keyNow = ''
  /** Whether `keyNow` stands for a longer key, so that it may stand for others too. */
  private isKeyCut = false
  /** The open containers from this one on are no longer a part of the value. */
  private detachedFrom = Number.POSITIVE_INFINITY

  private readonly bounds: Shrinking

  constructor(private readonly limits: PruneLimits) {
    this.bounds = new Shrinking(limits)
  }

  open(isArray: boolean): boolean {
    const container = isArray ? { entries: [], omitted: 0 } : { fields: new Map(), omitted: 0 }
    const isDeep = this.opened.length >= MAX_DEPTH
    if (isDeep) container.omitted = 1
    if (!this.hasRoom()) return this.omit()
    this.add(container, 0)
    if (!isDeep) this.opened.push(container)
    return !isDeep
  }

  close(): void {
    this.opened.pop()
    if (this.opened.length <= this.detachedFrom) this.detachedFrom = Number.POSITIVE_INFINITY
  }

  keyChars(): number {
    return this.limits.keyChars
  }

  key(name: string, length: number): void {
    this.isKeyCut = name.length < length
    this.keyNow = keptKey(name, length, this.limits.keyChars)
  }

  begin(): number {
    if (this.hasRoom()) return this.bounds.textChars
    this.omit()
    return 0
  }

  text(start: string, length: number): void {
    this.add(keptText(start, length), start.length)
  }

  part(): void {}

  number(start: string, length: number): void {
    this.add(keptNumber(start, length), start.length)
  }

  literal(value: boolean | null): void {
    this.add(value, 0)
  }

  private get parent(): Container | undefined {
    return this.opened.at(-1)
  }

  /** Returns whether the next value is kept. The last value of a key counts, so it replaces others. */
  private hasRoom(): boolean {
    const { parent } = this
    if (!parent) return true
    if (this.opened.length > this.detachedFrom) return false
    if ('entries' in parent) return parent.entries.length < this.bounds.entries
    if (parent.fields.has(this.keyNow)) return !this.isKeyCut
    return parent.fields.size < this.bounds.entries
  }

  private omit(): false {
    if (this.parent) this.parent.omitted++
    return false
  }

  private add(value: Kept, chars: number): void {
    const { parent, bounds } = this
    bounds.countValue(chars)
    if (!parent) this.root = value
    else if ('entries' in parent) bounds.countEntries(parent.entries.push(value))
    else this.addField(parent.fields, value)
    while (bounds.areExceeded() && bounds.tighten()) this.recount()
  }

  private addField(fields: Map<string, Kept>, value: Kept): void {
    const replaced = fields.get(this.keyNow)
    if (replaced === undefined) this.bounds.countKey(this.keyNow)
    // To count again all that is left would take too long, if many values are replaced.
    else this.bounds.subtract(sizeOf(replaced))
    fields.set(this.keyNow, value)
    this.bounds.countEntries(fields.size)
  }

  /** Drops what is too much of what is kept, and counts the rest. */
  private recount(): void {
    this.bounds.startAgain()
    if (this.root !== undefined) this.root = this.cut(this.root)
  }

  private cut(value: Kept): Kept {
    if (typeof value === 'string' || typeof value === 'number') return this.cutText(value)
    if (typeof value === 'object' && value !== null && 'start' in value) {
      const start = value.start.slice(0, this.bounds.textChars)
      this.bounds.countValue(start.length)
      return { start, length: value.length }
    }
    this.bounds.countValue(0)
    return typeof value === 'object' && value !== null ? this.cutEntries(value) : value
  }

  private cutEntries(container: Container): Container {
    this.dropEntries(container)
    if ('entries' in container) {
      container.entries = container.entries.map((entry) => this.cut(entry))
      this.bounds.countEntries(container.entries.length)
      return container
    }
    for (const [key, inner] of container.fields) {
      this.bounds.countKey(key)
      container.fields.set(key, this.cut(inner))
    }
    this.bounds.countEntries(container.fields.size)
    return container
  }

  private cutText(value: string | number): Kept {
    const { length } = String(value)
    const { textChars } = this.bounds
    this.bounds.countValue(Math.min(length, textChars))
    if (typeof value === 'number' || length <= textChars) return value
    return { start: value.slice(0, textChars), length }
  }

  private dropEntries(container: Container): void {
    const size = 'entries' in container ? container.entries.length : container.fields.size
    const surplus = size - this.bounds.entries
    if (surplus <= 0) return
    container.omitted += surplus
    if ('entries' in container) container.entries.length = this.bounds.entries
    else
      for (const key of [...container.fields.keys()].slice(this.bounds.entries))
        container.fields.delete(key)
    const at = this.opened.indexOf(container)
    if (at !== -1) this.detachedFrom = Math.min(this.detachedFrom, at + 1)
  }
}

import { type Container, type Kept, keptNumber, keptText, sizeOf } from './kept.ts'
import { keptKey, MAX_KEY_CHARS } from './long-keys.ts'
import type { Sink } from './sink.ts'

/** How much of a value is kept. */
export interface PruneLimits {
  /** Arrays, objects and what they hold, all together. */
  values: number
  /** Entries of one array or object. */
  entries: number
  /** Characters of all texts and keys together. */
  chars: number
  /** Characters of one text. They are reduced to `minTextChars` before entries are dropped. */
  textChars: number
  minTextChars: number
}

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
  private maxEntries: number
  private maxTextChars: number
  private values = 0
  private chars = 0
  /** The open containers from this one on are no longer a part of the value. */
  private detachedFrom = Number.POSITIVE_INFINITY

  constructor(private readonly limits: PruneLimits) {
    this.maxEntries = limits.entries
    this.maxTextChars = limits.textChars
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
    return MAX_KEY_CHARS
  }

  key(name: string, length: number): void {
    this.isKeyCut = name.length < length
    this.keyNow = keptKey(name, length)
  }

  begin(): number {
    if (this.hasRoom()) return this.maxTextChars
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
    if ('entries' in parent) return parent.entries.length < this.maxEntries
    if (parent.fields.has(this.keyNow)) return !this.isKeyCut
    return parent.fields.size < this.maxEntries
  }

  private omit(): false {
    if (this.parent) this.parent.omitted++
    return false
  }

  private add(value: Kept, chars: number): void {
    const { parent } = this
    this.values++
    this.chars += chars
    if (!parent) this.root = value
    else if ('entries' in parent) parent.entries.push(value)
    else this.addField(parent.fields, value)
    while (this.isOver() && this.tighten()) this.recount()
  }

  private addField(fields: Map<string, Kept>, value: Kept): void {
    const replaced = fields.get(this.keyNow)
    if (replaced === undefined) this.chars += this.keyNow.length
    else {
      // To count again all that is left would take too long, if many values are replaced.
      const size = sizeOf(replaced)
      this.values -= size.values
      this.chars -= size.chars
    }
    fields.set(this.keyNow, value)
  }

  private isOver(): boolean {
    return this.values > this.limits.values || this.chars > this.limits.chars
  }

  /** Keeps less from now on. Returns whether that is possible. */
  private tighten(): boolean {
    const { minTextChars, chars } = this.limits
    if (this.chars > chars && this.maxTextChars > minTextChars)
      this.maxTextChars = Math.max(minTextChars, (this.maxTextChars * 3) >> 2)
    else if (this.maxEntries > 1) this.maxEntries = (this.maxEntries * 7) >> 3
    else return false
    return true
  }

  /** Drops what is too much of what is kept, and counts the rest. */
  private recount(): void {
    this.values = 0
    this.chars = 0
    if (this.root !== undefined) this.root = this.cut(this.root)
  }

  private cut(value: Kept): Kept {
    this.values++
    if (typeof value === 'string' || typeof value === 'number') return this.cutText(value)
    if (typeof value !== 'object' || value === null) return value
    if ('start' in value) {
      const start = value.start.slice(0, this.maxTextChars)
      this.chars += start.length
      return { start, length: value.length }
    }
    this.dropEntries(value)
    if ('entries' in value) value.entries = value.entries.map((entry) => this.cut(entry))
    else {
      for (const [key, inner] of value.fields) {
        this.chars += key.length
        value.fields.set(key, this.cut(inner))
      }
    }
    return value
  }

  private cutText(value: string | number): Kept {
    if (typeof value === 'number' || value.length <= this.maxTextChars) {
      this.chars += String(value).length
      return value
    }
    this.chars += this.maxTextChars
    return { start: value.slice(0, this.maxTextChars), length: value.length }
  }

  private dropEntries(container: Container): void {
    const size = 'entries' in container ? container.entries.length : container.fields.size
    const surplus = size - this.maxEntries
    if (surplus <= 0) return
    container.omitted += surplus
    if ('entries' in container) container.entries.length = this.maxEntries
    else
      for (const key of [...container.fields.keys()].slice(this.maxEntries))
        container.fields.delete(key)
    const at = this.opened.indexOf(container)
    if (at !== -1) this.detachedFrom = Math.min(this.detachedFrom, at + 1)
  }
}

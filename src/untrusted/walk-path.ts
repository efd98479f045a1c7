import { isExactNumber } from '../shared/json.ts'
import { keptKey } from './long-keys.ts'
import type { Sink } from './sink.ts'

/** A value that a path cannot lead through. `keys` are the first ones of an object, as `keptKey` keeps them. */
export type DeadEnd =
  | { kind: 'array'; entries: number }
  | { kind: 'object'; keys: string[]; count: number }
  | { kind: 'string' | 'number' | 'boolean' | 'null' }

/** The step of a path that leads nowhere, the steps before it, and what is there. */
export type Missing = DeadEnd & { step: string; walked: string[] }

export type Walked = { found: true } | { found: false; missing: Missing } | undefined

/** What follows a path so far: an array or an object that it leads into. */
interface Level {
  isArray: boolean
  /** Entries or keys so far. */
  count: number
  keys: string[]
  key: string
  /** Whether the next step was there. */
  isMatched: boolean
}

/** How many keys an error may name. */
const MAX_KEYS = 11
/** Of a number on the way only the type matters, which its length tells if it is longer. In characters. */
const TYPE_CHARS = 512

interface Walk {
  /** Keys and indices; none for the whole value. */
  steps: readonly string[]
  /** A key of the first level that is the target too. */
  alias: string | undefined
  /** How many characters of a key are kept for an error that names it. */
  keyChars: number
  /** Returns the sink of the value at the path. */
  newTarget: () => Sink
}

/**
 * Passes the value at a path to another sink. The last one of several keys of the same name counts, as
 * long as it is read.
 */
export class PathWalker implements Sink {
  /** How the path ended; undefined until that is known. */
  result: Walked
  private readonly levels: Level[] = []
  /** How many arrays and objects of the target are open. */
  private inner = 0
  /** Whether the target is neither an array nor an object, and begins. */
  private isScalar = false
  private target: Sink

  constructor(private readonly walk: Walk) {
    this.target = walk.newTarget()
  }

  open(isArray: boolean): boolean {
    if (this.inner > 0) return this.openInTarget(isArray)
    const place = this.place()
    if (place === 'beside') return false
    if (place === 'target') return this.openInTarget(isArray)
    this.levels.push({ isArray, count: 0, keys: [], key: '', isMatched: false })
    return true
  }

  close(): void {
    if (this.inner === 0) this.leave()
    else {
      this.target.close()
      if (--this.inner === 0) this.result = { found: true }
    }
  }

  keyChars(): number {
    if (this.inner > 0) return this.target.keyChars()
    const step = this.walk.steps[this.levels.length - 1] ?? ''
    return Math.max(this.walk.keyChars, step.length + 1, (this.walk.alias ?? '').length + 1)
  }

  key(name: string, length: number): void {
    const level = this.levels.at(-1)
    if (this.inner > 0 || !level) {
      this.target.key(name, length)
      return
    }
    level.key = name
    level.count++
    if (level.keys.length < MAX_KEYS) level.keys.push(keptKey(name, length, this.walk.keyChars))
  }

  begin(isText: boolean): number {
    if (this.inner > 0) return this.target.begin(isText)
    const place = this.place()
    if (place === 'beside') return 0
    if (place === 'target') {
      this.isScalar = true
      return this.target.begin(isText)
    }
    return TYPE_CHARS
  }

  text(start: string, length: number): void {
    if (this.endsInTarget()) this.target.text(start, length)
    else this.miss({ kind: 'string' })
  }

  part(text: string): void {
    this.target.part(text)
  }

  number(start: string, length: number): void {
    if (this.endsInTarget()) this.target.number(start, length)
    else this.miss({ kind: start.length === length && isExactNumber(start) ? 'number' : 'string' })
  }

  literal(value: boolean | null): void {
    if (this.endsInTarget()) this.target.literal(value)
    else this.miss({ kind: value === null ? 'null' : 'boolean' })
  }

  /** Returns whether the value that ends is the target, or in it. */
  private endsInTarget(): boolean {
    if (!this.isScalar) return this.inner > 0
    this.isScalar = false
    this.result = { found: true }
    return true
  }

  private openInTarget(isArray: boolean): boolean {
    const isOpen = this.target.open(isArray)
    if (isOpen) this.inner++
    else if (this.inner === 0) this.result = { found: true }
    return isOpen
  }

  /** Returns where the value that begins now is: at the path, on the way there, or beside it. */
  private place(): 'target' | 'on the way' | 'beside' {
    const level = this.levels.at(-1)
    if (!level) return this.walk.steps.length === 0 ? this.enterTarget() : 'on the way'
    const isAlias = this.levels.length === 1 && !level.isArray && level.key === this.walk.alias
    const step = this.walk.steps[this.levels.length - 1]
    const name = level.isArray ? String(level.count++) : level.key
    if (name !== step && !isAlias) return 'beside'
    level.isMatched = true
    this.result = undefined
    return isAlias || this.levels.length === this.walk.steps.length
      ? this.enterTarget()
      : 'on the way'
  }

  private enterTarget(): 'target' {
    this.target = this.walk.newTarget()
    return 'target'
  }

  /** An array or an object on the way ends. */
  private leave(): void {
    const level = this.levels.pop()
    if (!level || level.isMatched) return
    const { isArray, count, keys } = level
    if (isArray && this.walk.steps[this.levels.length] === 'length') this.countEntries(count)
    else this.miss(isArray ? { kind: 'array', entries: count } : { kind: 'object', keys, count })
  }

  /** Arrays have their length as a property, which a path may name. */
  private countEntries(count: number): void {
    if (this.levels.length + 1 < this.walk.steps.length) {
      this.miss({ kind: 'number' }, this.levels.length + 1)
      return
    }
    this.enterTarget()
    this.target.begin(false)
    this.target.number(String(count), String(count).length)
    this.result = { found: true }
  }

  private miss(deadEnd: DeadEnd, level = this.levels.length): void {
    const step = this.walk.steps[level] ?? ''
    this.result = {
      found: false,
      missing: { step, walked: this.walk.steps.slice(0, level), ...deadEnd },
    }
  }
}

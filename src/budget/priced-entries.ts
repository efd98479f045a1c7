import { estimatePart } from './estimate/estimate-tokens.ts'
import { LongText, omittedCount } from './pruned.ts'
import { MAX_DEPTH, truncateKey, truncateValue } from './truncate.ts'

/** What the mark behind the last entry costs, about, in tokens. */
const MARK_TOKENS = 12

/**
 * What an array or an object costs, for any number of entries that it and all inside it may have at most. Each
 * entry is priced once, when it is first asked for.
 */
export class PricedEntries {
  private readonly keys: readonly string[] | undefined
  private readonly length: number
  private readonly costs: (number | PricedEntries)[] = []
  /** The signs at the end of the last text or number that was priced here. */
  private signs: string

  /**
   * @param chars the length to which strings are cut
   * @param before what JSON has before it, from the last letter or digit on
   */
  constructor(
    private readonly value: object,
    private readonly chars: number,
    before = '',
    private readonly depth = 0,
  ) {
    this.keys = Array.isArray(value) ? undefined : Object.keys(value)
    this.length = this.keys?.length ?? Object(value).length
    this.signs = before
  }

  /** Returns what it costs with so many entries at most, in tokens, or some number above `most`. */
  costOf(entries: number, most: number): number {
    const shown = Math.min(entries, this.length)
    let cost = shown < this.length || omittedCount(this.value) > 0 ? MARK_TOKENS : 0
    for (let at = 0; at < shown && cost <= most; at++) {
      this.costs[at] ??= this.price(at)
      const priced = this.costs[at] ?? 0
      cost += typeof priced === 'number' ? priced : priced.costOf(entries, most - cost)
    }
    return cost
  }

  /** Returns the signs at the end of what was priced, which merge with those of the next entry. */
  private lastSigns(): string {
    const last = this.costs.at(-1)
    if (!(last instanceof PricedEntries)) return this.signs
    return last.lastSigns() + (last.keys ? '}' : ']')
  }

  private price(at: number): number | PricedEntries {
    const key = this.keys?.[at]
    const entry: unknown = Object(this.value)[key ?? at]
    const open = at === 0 ? (this.keys ? '{' : '[') : ','
    const name = key === undefined ? '' : `${JSON.stringify(truncateKey(key))}:`
    const before = `${this.lastSigns()}${open}${name}`
    if (hasEntries(entry) && this.depth < MAX_DEPTH)
      return new PricedEntries(entry, this.chars, before, this.depth + 1)
    const json = JSON.stringify(truncateValue(entry, { chars: this.chars, entries: 1 })) ?? ''
    this.signs = /["[\]{}]*$/.exec(json)?.[0] ?? ''
    return estimatePart(before + json.slice(0, json.length - this.signs.length))
  }
}

function hasEntries(value: unknown): value is object {
  const isObject = typeof value === 'object' && value !== null && !(value instanceof LongText)
  return isObject && Object.keys(value).length > 0
}

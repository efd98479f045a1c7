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
  /** Characters of one key; see `keptKeyChars`. */
  keyChars: number
}

/** Counts what is kept of a value, and bounds what may be kept: the less, the larger the value turns out. */
export class Shrinking {
  /** Of one array or object. */
  entries: number
  /** Of one text. */
  textChars: number
  private values = 0
  private chars = 0
  /** No array or object that is kept has more entries, and no text is longer. */
  private mostEntries = 0
  private mostTextChars = 0

  constructor(private readonly limits: PruneLimits) {
    this.entries = limits.entries
    this.textChars = limits.textChars
  }

  /** @param chars those of a text or a number, as far as it is kept */
  countValue(chars: number): void {
    this.values++
    this.chars += chars
    this.mostTextChars = Math.max(this.mostTextChars, chars)
  }

  countKey({ length }: string): void {
    this.chars += length
  }

  /** @param count those of one array or object, so far */
  countEntries(count: number): void {
    this.mostEntries = Math.max(this.mostEntries, count)
  }

  subtract({ values, chars }: { values: number; chars: number }): void {
    this.values -= values
    this.chars -= chars
  }

  areExceeded(): boolean {
    return this.values > this.limits.values || this.chars > this.limits.chars
  }

  /** Allows less than there is. Returns whether that is possible. */
  tighten(): boolean {
    const longest = Math.min(this.textChars, this.mostTextChars)
    const most = Math.min(this.entries, this.mostEntries)
    if (this.chars > this.limits.chars && longest > this.limits.minTextChars)
      this.textChars = Math.max(this.limits.minTextChars, (longest * 3) >> 2)
    else if (most > 1) this.entries = (most * 7) >> 3
    else return false
    return true
  }

  /** Forgets what was counted; the bounds stay. */
  startAgain(): void {
    this.values = 0
    this.chars = 0
    this.mostEntries = 0
    this.mostTextChars = 0
  }
}

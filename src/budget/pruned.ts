/** The beginning of a text that was too long to be read whole. */
export class LongText {
  /**
   * @param start at least as much as any result shows
   * @param length of the whole text, in characters
   */
  constructor(
    readonly start: string,
    readonly length: number,
  ) {}

  /** JSON has the beginning and a mark, as everywhere else. */
  toJSON(): string {
    return `${this.start}… [+${this.length - this.start.length} chars]`
  }
}

/** For arrays and objects that were too long to be read whole, how many entries are missing. */
const omittedEntries = new WeakMap<object, number>()
/** Values with something missing somewhere inside. */
const prunedValues = new WeakSet<object>()

/** Notes that the last `count` entries of an array or an object are missing. */
export function noteOmitted<T extends object>(value: T, count: number): T {
  if (count > 0) omittedEntries.set(value, count)
  return value
}

/** Returns how many entries of an array or an object are missing. */
export function omittedCount(value: object): number {
  return omittedEntries.get(value) ?? 0
}

/** Returns whether entries of a value, or of one inside it, are missing. */
export function hasOmitted(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || value instanceof LongText) return false
  return omittedCount(value) > 0 || Object.values(value).some(hasOmitted)
}

/** Notes that something is missing inside a value, so that it must be shown with marks. */
export function notePruned<T extends object>(value: T): T {
  prunedValues.add(value)
  return value
}

/** Returns whether something is missing inside a value. */
export function isPruned(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof LongText || prunedValues.has(value)
}

/** Notes on a copy what is missing in the original, and returns the copy. */
export function asPruned<T extends object>(original: object, copy: T): T {
  if (isPruned(original)) notePruned(copy)
  return noteOmitted(copy, omittedCount(original))
}

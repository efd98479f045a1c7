/**
 * Tokens of rows, which must not change any more: each row is counted when it is read and again when it is fitted.
 * It knows numbers alone, since what a `WeakMap` holds beside them outlives all but V8's full collections.
 */
export class KnownTokens {
  private readonly known = new WeakMap<object, number>()

  /** Returns what a row takes; undefined if that is not known. */
  of(row: unknown): number | undefined {
    return isObject(row) ? this.known.get(row) : undefined
  }

  /** Notes what a row takes; nothing if it was not counted to its end. */
  note(row: unknown, tokens: number): void {
    if (isObject(row) && Number.isFinite(tokens)) this.known.set(row, tokens)
  }

  /** Returns what a row takes. It is counted if that is not known. */
  ofOrCount(row: unknown, count: () => number): number {
    const known = this.of(row)
    if (known !== undefined) return known
    const tokens = count()
    this.note(row, tokens)
    return tokens
  }
}

function isObject(row: unknown): row is object {
  return typeof row === 'object' && row !== null
}

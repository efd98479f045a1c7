import * as sign from '../../../shared/json-bytes.ts'
import { KIND } from '../../column-types.ts'
import { MAX_FIELD_COLUMNS } from '../../columns.ts'
import type { RowBinder } from '../bind-rows.ts'
import { bindValue } from '../bind-value.ts'
import type { TableColumns } from '../table-columns.ts'
import * as json from './tokens.ts'
import { valueEnd } from './values.ts'

const { ODD } = json

/** Columns of fields, and two of our own. */
const MAX_COLUMNS = MAX_FIELD_COLUMNS + 2
/** Numbers of so many digits are exact, with or without a point. */
const MAX_DIGITS = 15
const POWERS_OF_TEN = Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power)

/** Binds values of rows where they lie. A row that turns out to be odd has left no kind in its columns. */
export class PlainValues {
  private memory: json.Memory
  private rows = 0
  /** The last row that had a value of each column. */
  private readonly lastRows = new Uint32Array(MAX_COLUMNS + 1)
  /** The kinds of the row's values, and their columns. */
  private readonly kinds = new Uint8Array(MAX_COLUMNS)
  private readonly noted = new Uint16Array(MAX_COLUMNS)
  private notes = 0

  constructor(
    private readonly binder: RowBinder,
    private readonly columns: TableColumns,
  ) {
    this.memory = binder.memory
  }

  /** Begins a row. */
  start(memory: json.Memory): void {
    this.memory = memory
    this.rows++
    this.notes = 0
  }

  /** Ends a row that was bound as a whole. */
  noteKinds(): void {
    for (let i = 0; i < this.notes; i++) this.columns.note(this.noted[i] ?? 0, this.kinds[i] ?? 0)
  }

  /**
   * Binds a value.
   * @param column from 1; 0 for a value that is not loaded
   * @param from where it begins
   * @returns where it ends, or `ODD`: also for the second value of a column
   */
  bind(column: number, from: number): number {
    const { lastRows, rows, memory } = this
    if (column === 0) return valueEnd(memory, from)
    if (lastRows[column] === rows) return ODD
    lastRows[column] = rows
    const first = memory.bytes[from] ?? 0
    if (first === sign.QUOTE) return this.bindString(column, from + 1)
    if (first === sign.MINUS || json.isDigit(first)) return this.bindNumber(column, from)
    if (first === sign.OPEN_OBJECT || first === sign.OPEN_ARRAY) return this.bindJson(column, from)
    return this.bindWord(column, from)
  }

  private bindJson(column: number, from: number): number {
    const end = valueEnd(this.memory, from)
    if (end === ODD) return ODD
    this.binder.textAt(column, from, end - from)
    this.note(column, KIND.json)
    return end
  }

  private bindWord(column: number, from: number): number {
    const { bytes } = this.memory
    const end = json.wordEnd(bytes, from)
    if (end !== ODD && bytes[from] !== json.NULL[0]) {
      this.binder.integer(column, bytes[from] === json.TRUE[0] ? 1 : 0)
      this.note(column, KIND.boolean)
    }
    return end
  }

  /** Binds a string, and puts what its escapes stand for in their place. */
  private bindString(column: number, from: number): number {
    const { bytes } = this.memory
    let at = json.stopIn(this.memory, from)
    let end = at
    while (bytes[at] === sign.BACKSLASH) {
      const meant = json.unescaped(bytes[at + 1])
      if (meant === 0) return ODD
      bytes[end++] = meant
      const next = json.stopIn(this.memory, at + 2)
      bytes.copyWithin(end, at + 2, next)
      end += next - at - 2
      at = next
    }
    if (bytes[at] !== sign.QUOTE) return ODD
    this.binder.textAt(column, from, end - from)
    this.note(column, KIND.text)
    return at + 1
  }

  private bindNumber(column: number, from: number): number {
    const { bytes } = this.memory
    const isNegative = bytes[from] === sign.MINUS
    const first = isNegative ? from + 1 : from
    const point = json.digitsEnd(bytes, first)
    const end = bytes[point] === sign.POINT ? json.digitsEnd(bytes, point + 1) : point
    const isWrong = point === first || end === point + 1 || json.numberEnd(bytes, end) !== end
    const hasLeadingZero = bytes[first] === sign.ZERO && point > first + 1
    if (isWrong || hasLeadingZero || end - first > MAX_DIGITS) return ODD
    let digits = 0
    for (let at = first; at < end; at++)
      if (at !== point) digits = digits * 10 + (bytes[at] ?? 0) - sign.ZERO
    // Both are exact, so that the quotient is the nearest fraction.
    const value = end === point ? digits : digits / (POWERS_OF_TEN[end - point - 1] ?? 1)
    this.note(column, bindValue(this.binder, column, isNegative ? -value : value, undefined))
    return end
  }

  private note(column: number, kind: number): void {
    this.noted[this.notes] = column
    this.kinds[this.notes++] = kind
  }
}

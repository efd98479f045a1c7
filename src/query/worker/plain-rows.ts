import { isUtf8 } from 'node:buffer'
import { KIND } from '../column-types.ts'
import { MAX_FIELD_COLUMNS } from '../columns.ts'
import type { RowBinder } from './bind-rows.ts'
import { bindValue } from './bind-value.ts'
import * as json from './json-bytes.ts'
import type { FieldSelection } from './select-fields.ts'
import type { TableColumns } from './table-columns.ts'

const { ODD } = json
const LINE_FEED = 10

/** Longer pieces are parsed, in bytes. */
const MAX_BYTES = 256 * 1024
/** Numbers of so many digits are exact, with or without a point. */
const MAX_DIGITS = 15
const POWERS_OF_TEN = Array.from({ length: MAX_DIGITS + 1 }, (_, power) => 10 ** power)

/** Columns of fields, and two of our own; they count from 1. */
const MAX_COLUMNS = MAX_FIELD_COLUMNS + 2

/** Where a field goes that rows have had. */
interface KnownField {
  key: Uint8Array
  /** From 1; 0 if it is not loaded. */
  column: number
  /** The fields in the order in which they appeared: the next one of a row is mostly the next one here. */
  position: number
}

/**
 * Binds rows without parsing them: the values lie in SQLite's memory as they arrived, and SQLite is told where.
 * It takes a third of the time. Rows are taken that are written as `JSON.stringify` writes them and have no
 * field without a column; any other is left to the parser.
 */
export class PlainRows {
  /** Why the last row was not bound: a field has no column yet. Otherwise it is odd. */
  lacksColumn = false
  private readonly start: number
  private memory: json.Memory
  private readonly fields: KnownField[] = []
  private readonly byName = new Map<string, KnownField>()
  private rows = 0
  /** The row that had a value of each column last. */
  private readonly lastRows = new Uint32Array(MAX_COLUMNS + 1)
  /** The kinds of the row's values, and of which columns. */
  private readonly kinds = new Uint8Array(MAX_COLUMNS)
  private readonly noted = new Uint16Array(MAX_COLUMNS)
  private notes = 0

  constructor(
    private readonly binder: RowBinder,
    private readonly columns: TableColumns,
    private readonly selection: FieldSelection,
  ) {
    this.start = binder.allocate(MAX_BYTES + 1)
    this.memory = binder.memory
  }

  /** Takes whole lines without secrets; returns false if they must be parsed. */
  take(lines: Buffer): boolean {
    if (lines.length > MAX_BYTES || !isUtf8(lines)) return false
    const { bytes } = this.binder.memory
    bytes.set(lines, this.start)
    bytes[this.start + lines.length] = LINE_FEED
    return true
  }

  /**
   * Binds a row of the lines that were taken.
   * @param from where it begins
   * @returns where the next one begins; `ODD` if the row must be parsed
   */
  bind(from: number): number {
    this.memory = this.binder.memory
    this.binder.start()
    this.rows++
    this.notes = 0
    this.lacksColumn = false
    const end = this.bindFields(this.start + from)
    if (end === ODD || this.memory.bytes[end] !== LINE_FEED) return ODD
    for (let i = 0; i < this.notes; i++) this.columns.note(this.noted[i] ?? 0, this.kinds[i] ?? 0)
    return end + 1 - this.start
  }

  private bindFields(from: number): number {
    const { bytes } = this.memory
    if (bytes[from] !== json.OPEN_OBJECT) return ODD
    if (bytes[from + 1] === json.CLOSE_OBJECT) return from + 2
    let position = 0
    for (let at = from + 1; ; at++) {
      if (bytes[at] !== json.QUOTE) return ODD
      const field = this.fieldAt(at + 1, position)
      if (!field) return ODD
      position = field.position + 1
      at = this.bindField(field.column, at + field.key.length + 3)
      if (at === ODD) return ODD
      if (bytes[at] === json.CLOSE_OBJECT) return at + 1
      if (bytes[at] !== json.COMMA) return ODD
    }
  }

  /** Returns the field whose key is at a place; undefined if it has no column, or is odd. */
  private fieldAt(from: number, position: number): KnownField | undefined {
    const { bytes } = this.memory
    const likely = this.fields[position]
    if (likely && json.isAt(bytes, from, likely.key)) {
      const end = from + likely.key.length
      if (bytes[end] === json.QUOTE && bytes[end + 1] === json.COLON) return likely
    }
    const end = json.stopIn(this.memory, from)
    if (bytes[end] !== json.QUOTE || bytes[end + 1] !== json.COLON) return undefined
    const name = bytes.toString('utf8', from, end)
    return this.byName.get(name) ?? this.know(name, from, end)
  }

  private know(name: string, from: number, end: number): KnownField | undefined {
    const column = this.columns.ofField(name) ?? 0
    this.lacksColumn = column === 0 && this.selection.keeps(name)
    if (this.lacksColumn) return undefined
    const key = new Uint8Array(this.memory.bytes.subarray(from, end))
    const field = { key, column, position: this.fields.length }
    this.fields.push(field)
    this.byName.set(name, field)
    return field
  }

  private bindField(column: number, from: number): number {
    const { lastRows, rows } = this
    const { bytes } = this.memory
    if (column === 0) return json.valueEnd(this.memory, from)
    if (lastRows[column] === rows) return ODD
    lastRows[column] = rows
    const first = bytes[from] ?? 0
    if (first === json.QUOTE) return this.bindString(column, from + 1)
    if (first === json.MINUS || (first >= json.ZERO && first <= json.NINE))
      return this.bindNumber(column, from)
    const end = json.valueEnd(this.memory, from)
    if (end === ODD) return ODD
    if (end - from > 5 || first === json.OPEN_OBJECT || first === 91) {
      this.binder.textAt(column, from, end - from)
      this.note(column, KIND.json)
    } else if (first !== 110) {
      this.binder.integer(column, first === 116 ? 1 : 0)
      this.note(column, KIND.boolean)
    }
    return end
  }

  /** Binds a string, and puts what its escapes stand for in their place. */
  private bindString(column: number, from: number): number {
    const { bytes } = this.memory
    let at = json.stopIn(this.memory, from)
    let end = at
    while (bytes[at] === json.BACKSLASH) {
      const meant = json.unescaped(bytes[at + 1])
      if (meant === 0) return ODD
      bytes[end++] = meant
      const next = json.stopIn(this.memory, at + 2)
      bytes.copyWithin(end, at + 2, next)
      end += next - at - 2
      at = next
    }
    if (bytes[at] !== json.QUOTE) return ODD
    this.binder.textAt(column, from, end - from)
    this.note(column, KIND.text)
    return at + 1
  }

  private bindNumber(column: number, from: number): number {
    const { bytes } = this.memory
    const isNegative = bytes[from] === json.MINUS
    const first = isNegative ? from + 1 : from
    let at = first
    let digits = 0
    let point = 0
    for (let byte = bytes[at] ?? 0; ; byte = bytes[++at] ?? 0) {
      if (byte >= json.ZERO && byte <= json.NINE) digits = digits * 10 + byte - json.ZERO
      else if (byte === json.POINT && point === 0 && at > first) point = at
      else break
    }
    const hasLeadingZero = bytes[first] === json.ZERO && at > first + 1 && point !== first + 1
    const isOdd = at === first || point === at - 1 || hasLeadingZero || at - first > MAX_DIGITS
    if (isOdd || json.numberEnd(bytes, at) !== at) return ODD
    // Both are exact, so that the quotient is the nearest fraction.
    const value = point === 0 ? digits : digits / (POWERS_OF_TEN[at - point - 1] ?? 1)
    this.note(column, bindValue(this.binder, column, isNegative ? -value : value, undefined))
    return at
  }

  private note(column: number, kind: number): void {
    this.noted[this.notes] = column
    this.kinds[this.notes++] = kind
  }
}

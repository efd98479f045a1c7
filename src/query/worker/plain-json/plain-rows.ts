import { isUtf8 } from 'node:buffer'
import * as sign from '../../../shared/json-bytes.ts'
import { MAX_FIELD_COLUMNS } from '../../columns.ts'
import type { RowBinder } from '../bind-rows.ts'
import type { FieldSelection } from '../select-fields.ts'
import { LINE_FEED } from '../split-lines.ts'
import type { TableColumns } from '../table-columns.ts'
import { PlainValues } from './plain-values.ts'
import * as json from './tokens.ts'

const { ODD } = json

/** Longer pieces are parsed, in bytes. */
const MAX_BYTES = 256 * 1024
/** Rows may have any number of field names. */
const MAX_KNOWN_FIELDS = 2 * MAX_FIELD_COLUMNS

/** Where a field goes that rows have had. */
interface KnownField {
  key: Uint8Array
  /** From 1; 0 if it is not loaded. */
  column: number
  /** The fields in the order in which they appeared: the next one of a row is mostly the next one here. */
  position: number
}

/**
 * Binds rows without parsing them: the values lie in SQLite's memory as they arrived, and SQLite reads them there.
 * Parsing takes twice as long. Only rows that are written as `JSON.stringify` writes them, and whose fields all have
 * a column, are bound; any other is left to the parser.
 */
export class PlainRows {
  /** Why the last row was not bound: a field has no column yet. Otherwise it is odd. */
  lacksColumn = false
  private readonly start: number
  private memory: json.Memory
  private readonly fields: KnownField[] = []
  private readonly byName = new Map<string, KnownField>()
  private readonly values: PlainValues

  constructor(
    private readonly binder: RowBinder,
    private readonly columns: TableColumns,
    private readonly selection: FieldSelection,
  ) {
    this.start = binder.allocate(MAX_BYTES + 1)
    this.memory = binder.memory
    this.values = new PlainValues(binder, columns)
  }

  /** Takes whole lines without secrets; returns false if they must be parsed. */
  take(lines: Buffer): boolean {
    if (lines.length > MAX_BYTES || this.selection.narrows || !isUtf8(lines)) return false
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
    this.values.start(this.memory)
    this.lacksColumn = false
    const end = this.bindFields(this.start + from)
    if (end === ODD || this.memory.bytes[end] !== LINE_FEED) return ODD
    this.values.noteKinds()
    return end + 1 - this.start
  }

  close(): void {
    this.binder.free(this.start)
  }

  private bindFields(from: number): number {
    const { bytes } = this.memory
    if (bytes[from] !== sign.OPEN_OBJECT) return ODD
    if (bytes[from + 1] === sign.CLOSE_OBJECT) return from + 2
    let position = 0
    for (let at = from + 1; ; at++) {
      if (bytes[at] !== sign.QUOTE) return ODD
      const field = this.fieldAt(at + 1, position)
      if (!field) return ODD
      position = field.position + 1
      at = this.values.bind(field.column, at + field.key.length + 3)
      if (at === ODD) return ODD
      if (bytes[at] === sign.CLOSE_OBJECT) return at + 1
      if (bytes[at] !== sign.COMMA) return ODD
    }
  }

  /** Returns the field whose key is at a place; undefined if it has no column, or is odd. */
  private fieldAt(from: number, position: number): KnownField | undefined {
    const { bytes } = this.memory
    const likely = this.fields[position]
    if (likely && json.isAt(bytes, from, likely.key)) {
      const end = from + likely.key.length
      if (bytes[end] === sign.QUOTE && bytes[end + 1] === sign.COLON) return likely
    }
    const end = json.stopIn(this.memory, from)
    if (bytes[end] !== sign.QUOTE || bytes[end + 1] !== sign.COLON) return undefined
    const name = bytes.toString('utf8', from, end)
    return this.byName.get(name) ?? this.know(name, from, end)
  }

  private know(name: string, from: number, end: number): KnownField | undefined {
    const column = this.columns.ofField(name) ?? 0
    this.lacksColumn = column === 0 && this.selection.keeps(name)
    if (this.lacksColumn) return undefined
    const key = new Uint8Array(this.memory.bytes.subarray(from, end))
    const field = { key, column, position: this.fields.length }
    if (field.position < MAX_KNOWN_FIELDS) {
      this.fields.push(field)
      this.byName.set(name, field)
    }
    return field
  }
}

import { isObject } from '../../shared/json.ts'
import { MAX_FIELD_COLUMNS, REST_COLUMN, VALUE_COLUMN } from '../columns.ts'
import type { TableName } from '../query-contract.ts'
import { RowBinder, SqliteFailure } from './bind-rows.ts'
import { bindJson, bindValue } from './bind-value.ts'
import { PlainRows } from './plain-json/plain-rows.ts'
import { ODD } from './plain-json/tokens.ts'
import type { ParsedRow, RowReader } from './read-rows.ts'
import type { FieldSelection } from './select-fields.ts'
import { LINE_FEED } from './split-lines.ts'
import type { Database } from './sqlite.ts'
import { TableColumns } from './table-columns.ts'
import { createTable, redeclareTable, unnamedColumn } from './table-schema.ts'

/** When columns are added again, one of so many more is added for those to come. */
const SPARE_SHARE = 8

/** Stores rows in a new table, which gets columns as fields appear. */
export class RowStore {
  readonly columns: TableColumns
  rows = 0
  /** Rows that are not objects. */
  valueRows = 0
  /** The field that is being stored. */
  field: string | undefined
  /** The columns that the table has so far. */
  private capacity = 0
  private binder: RowBinder | undefined
  private plainRows: PlainRows | undefined

  constructor(
    private readonly db: Database,
    private readonly table: TableName,
    private readonly selection: FieldSelection,
    private readonly reader: RowReader,
  ) {
    this.columns = new TableColumns(selection)
  }

  /** Creates the table, in a transaction that is left open. */
  open(): void {
    this.db.exec('BEGIN')
    createTable(this.db, this.table)
    this.binder = new RowBinder(this.db, this.table)
    this.binder.prepare([])
    this.plainRows = new PlainRows(this.binder, this.columns, this.selection)
  }

  /**
   * Adds the rows of whole lines. Most are bound as they are; the others are parsed.
   * @throws {ToolError} if a line is not JSON
   * @throws {SqliteFailure}
   */
  add(lines: Buffer): void {
    const { binder, plainRows } = this
    if (!binder || !plainRows) return
    const arePlain = !this.reader.suspects(lines) && plainRows.take(lines)
    for (let from = 0; from < lines.length; ) {
      const next = arePlain ? this.storePlain(binder, plainRows, from) : ODD
      if (next !== ODD) {
        from = next
        continue
      }
      // Columns are added for all rows that wait, since it takes long.
      const end = arePlain && !plainRows.lacksColumn ? lineEnd(lines, from) : lines.length
      this.addParsed(binder, this.reader.read(lines.toString('utf8', from, end), this.rows))
      from = end
    }
  }

  /** Stores a row as it is and returns where the next one begins, or `ODD`. */
  private storePlain(binder: RowBinder, plainRows: PlainRows, from: number): number {
    try {
      const next = plainRows.bind(from)
      if (next === ODD) return ODD
      binder.store()
      this.rows++
      return next
    } catch (error) {
      // A value that is too long fails again, by the name of its field.
      if (error instanceof SqliteFailure && error.code === this.db.capi.SQLITE_TOOBIG) return ODD
      throw error
    }
  }

  private addParsed(binder: RowBinder, rows: readonly ParsedRow[]): void {
    for (const [i, row] of rows.entries()) {
      if (!this.bind(binder, row)) {
        this.columns.addFor(rows.slice(i))
        this.grow(binder)
        this.bind(binder, row)
      }
      this.field = undefined
      binder.store()
      this.rows++
    }
  }

  close(): void {
    this.plainRows?.close()
    this.plainRows = undefined
    this.binder?.close()
    this.binder = undefined
  }

  /** Binds a row; returns false if it needs columns that there are not yet. */
  private bind(binder: RowBinder, { value, hasMarks }: ParsedRow): boolean {
    const marks = hasMarks ? this.reader : undefined
    binder.start()
    if (isObject(value)) return this.bindFields(binder, this.selection.narrow(value), marks)
    const column = this.columns.ownColumn(VALUE_COLUMN)
    if (column === undefined) return false
    this.valueRows++
    this.columns.note(column, bindValue(binder, column, value, marks))
    return true
  }

  private bindFields(
    binder: RowBinder,
    row: Record<string, unknown>,
    marks: RowReader | undefined,
  ): boolean {
    const { columns } = this
    let rest: Map<string, unknown> | undefined
    for (const field of Object.keys(row)) {
      this.field = field
      const column = columns.ofField(field)
      if (column !== undefined) {
        columns.note(column, bindValue(binder, column, row[field], marks))
      } else if (this.selection.keeps(field)) {
        rest ??= new Map()
        rest.set(field, row[field])
      }
    }
    return rest === undefined || this.bindRest(binder, rest, marks)
  }

  private bindRest(
    binder: RowBinder,
    rest: ReadonlyMap<string, unknown>,
    marks: RowReader | undefined,
  ): boolean {
    const column = this.columns.ownColumn(REST_COLUMN)
    if (column === undefined) return false
    this.field = rest.keys().next().value
    this.columns.note(column, bindJson(binder, column, Object.fromEntries(rest), marks))
    return true
  }

  /** Gives the table the columns that have been added. Some are added in advance, since it takes long. */
  private grow(binder: RowBinder): void {
    const { count } = this.columns
    if (count <= this.capacity) return
    const spare = this.capacity === 0 ? 0 : Math.floor(count / SPARE_SHARE)
    this.capacity = Math.max(count, Math.min(count + spare, MAX_FIELD_COLUMNS))
    const names = Array.from({ length: this.capacity }, (_, i) => unnamedColumn(i + 1))
    const unnamed = names.map((name) => ({ name, declared: '' }))
    binder.finalize()
    redeclareTable(this.db, this.table, unnamed)
    binder.prepare(names)
  }
}

/** Returns where the next line begins. */
function lineEnd(lines: Buffer, from: number): number {
  const end = lines.indexOf(LINE_FEED, from)
  return end === -1 ? lines.length : end + 1
}

import { isObject } from '../../shared/json.ts'
import { columnType } from '../column-types.ts'
import { MAX_FIELD_COLUMNS, nameColumns, REST_COLUMN, VALUE_COLUMN } from '../columns.ts'
import type { Column } from '../query-contract.ts'
import type { ParsedRow } from './read-rows.ts'
import type { FieldSelection } from './select-fields.ts'

/** What a column is for, if it does not hold a field. */
type OwnColumn = typeof REST_COLUMN | typeof VALUE_COLUMN

/** The columns of a table that is being loaded, in the order in which they appeared, from 1. */
export class TableColumns {
  /** The kinds of values of each column. */
  readonly kinds: number[] = [0]
  /** The first field that has no column of its own. */
  restField: string | undefined
  private readonly ofFields = new Map<string, number>()
  private readonly own = new Map<OwnColumn, number>()
  private readonly order: { field: string; isOwn: boolean }[] = []

  constructor(private readonly selection: FieldSelection) {}

  get count(): number {
    return this.order.length
  }

  /** Returns the column of a field; undefined if it has none. */
  ofField(field: string): number | undefined {
    return this.ofFields.get(field)
  }

  /** Returns the column of fields beyond the last column, or of rows that are not objects. */
  ownColumn(name: OwnColumn): number | undefined {
    return this.own.get(name)
  }

  /** Notes what a column holds. @param kind a kind of value; 0 for null */
  note(column: number, kind: number): void {
    this.kinds[column] = (this.kinds[column] ?? 0) | kind
  }

  /** Adds the columns that rows need. */
  addFor(rows: readonly ParsedRow[]): void {
    for (const { value } of rows) {
      if (isObject(value)) this.addFields(Object.keys(this.selection.narrow(value)))
      else this.addOwn(VALUE_COLUMN)
    }
  }

  /** Returns the columns with their names and types. */
  describe(): Column[] {
    const fields = this.order.filter(({ isOwn }) => !isOwn).map(({ field }) => field)
    const names = nameColumns(fields).values()
    return this.order.map(({ field, isOwn }, i) => ({
      name: isOwn ? field : (names.next().value ?? field),
      field,
      type: columnType(this.kinds[i + 1] ?? 0),
    }))
  }

  private addFields(fields: readonly string[]): void {
    for (const field of fields) {
      if (this.ofFields.has(field) || !this.selection.keeps(field)) continue
      if (this.ofFields.size < MAX_FIELD_COLUMNS) {
        this.ofFields.set(field, this.add(field, false))
      } else {
        this.restField ??= field
        this.addOwn(REST_COLUMN)
      }
    }
  }

  private addOwn(name: OwnColumn): void {
    if (!this.own.has(name)) this.own.set(name, this.add(name, true))
  }

  private add(field: string, isOwn: boolean): number {
    this.kinds.push(0)
    return this.order.push({ field, isOwn })
  }
}

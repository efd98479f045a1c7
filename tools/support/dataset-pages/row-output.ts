import { z } from 'zod'
import type { FittedRows } from '../../../src/budget/fitted-rows.ts'
import { OBJECTS, type RowForm } from '../../../src/budget/row-form.ts'
import type { ReadOptions, RowPage } from '../../../src/budget/row-page.ts'
import { type Table, tableForm, toTable } from '../../../src/budget/table.ts'
import { notes } from '../arguments.ts'

/** The parts of a result that show rows: as objects, or as a table. */
export const rowOutput = {
  items: z.array(z.unknown()).optional(),
  columns: z.array(z.string()).optional(),
  rows: z.array(z.array(z.unknown())).optional(),
}

type ShownRows = z.input<z.ZodObject<typeof rowOutput>>

/** How a tool shows rows. */
export interface RowOutput {
  /** What reading them depends on. */
  reading: Pick<ReadOptions, 'prune' | 'form'>
  form: RowForm
  /** Returns the rows as they are shown, and a sentence on what the agent cannot know of them. */
  show(page: RowPage, fitted: FittedRows): { shown: ShownRows; formNote: string | undefined }
}

/**
 * Returns how rows are shown. Null and empty fields are omitted if no fields are named: of objects all,
 * of a table those that have no value in any row.
 */
export function rowOutputOf(
  format: string | undefined,
  fields: readonly string[] | undefined,
): RowOutput {
  const isNamed = Boolean(fields?.length)
  return format === 'table' ? tables(isNamed) : objects(isNamed)
}

function objects(isNamed: boolean): RowOutput {
  return {
    reading: { prune: isNamed ? false : 'fields', form: OBJECTS },
    form: OBJECTS,
    show: ({ pruned }, { rows }) => ({
      shown: { items: rows },
      formNote: pruned
        ? 'Null and empty fields are omitted; name them in `fields` to see them.'
        : undefined,
    }),
  }
}

function tables(isNamed: boolean): RowOutput {
  const options = { keepEmpty: isNamed }
  const form = tableForm(options)
  return {
    reading: { prune: isNamed ? false : 'nested', form },
    form,
    show: ({ pruned }, fitted) => {
      const table = toTable(fitted.rows, options)
      const { columns, rows } = table
      return { shown: { columns, rows }, formNote: tableNote(table, pruned) }
    },
  }
}

function tableNote(table: Table, pruned: boolean): string | undefined {
  const { missingMark, valueColumn, hasOmitted } = table
  return notes(
    missingMark !== undefined && `"${missingMark}": the row has no such field.`,
    valueColumn !== undefined && `Rows that are not objects are in column \`${valueColumn}\`.`,
    hasOmitted && 'Columns without a value are omitted; name them in `fields` to see them.',
    pruned && 'Null and empty fields inside values are omitted.',
  )
}

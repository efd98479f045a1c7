import { sqlName } from '../../../columns.ts'
import { closing } from '../operands.ts'
import { is, piece, type Statement } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Count } from './count.ts'

/** Notes on `to_number(x)` where it is NULL for texts. */
export function unreadNotes(
  statement: Statement,
  uses: readonly ColumnUse[],
  count: Count,
): string[] {
  const notes = new Map<string, string>()
  for (const use of uses) {
    if (!is(statement, use.start - 2, 'to_number') || !is(statement, use.start - 1, '(')) continue
    const call = piece(statement, use.start - 2, closing(statement, use.start - 1))
    const note = notes.has(call) ? undefined : unreadNote(use, call, count)
    if (note !== undefined) notes.set(call, note)
  }
  return [...notes.values()]
}

function unreadNote(use: ColumnUse, call: string, count: Count): string | undefined {
  const name = sqlName(use.column.name)
  const from = `SELECT count(*) FROM ${use.table.name} WHERE typeof(${name}) = 'text'`
  const sign = /,\s*'([.,])'/.exec(call)?.[1]
  const value = sign ? `to_number(${name}, '${sign}')` : `to_number(${name})`
  const unread = count(`${from} AND ${value} IS NULL`)
  if (!unread) return undefined
  const twoWays = sign
    ? 0
    : count(
        `${from} AND ${value} IS NULL AND to_number(${name}, '.') IS NOT NULL AND to_number(${name}, ',') IS NOT NULL`,
      )
  const choice = twoWays
    ? ` ${twoWays} of them can be read two ways, as "1,299" can: write \`to_number(${use.text}, '.')\` if the point is the decimal sign, or \`to_number(${use.text}, ',')\` if the comma is.`
    : ''
  return `\`${call}\` is NULL for ${unread} ${unread === 1 ? 'text' : 'texts'}.${choice}`
}

import type { TableInfo } from '../../../query-contract.ts'
import { findColumn, quoteText } from '../column-names.ts'
import { stringAt } from '../dialect/rule.ts'
import { callArguments, closing, operandStart } from '../operands.ts'
import { endsOperand, is, isName, piece, type Statement, tokenAt } from '../statement.ts'
import type { ColumnUse } from './column-uses.ts'
import type { Comparison } from './comparisons.ts'

/** Notes on comparisons with values that the column never holds. */
export function kindNotes(comparisons: readonly Comparison[]): string[] {
  return comparisons.flatMap((comparison) => {
    const { use } = comparison
    const other = comparison.with
    const { type } = use.column
    if (other.kind === 'truth' && type === 'TEXT') {
      return [
        `\`${use.text}\` holds texts, and true is the number 1 in SQLite. Write \`${use.text} = 'true'\`.`,
      ]
    }
    if (other.kind !== 'string') return []
    if (type === 'BOOLEAN' && /^(true|false|t|f|yes|no)$/i.test(other.value)) {
      const word = /^(true|t|yes)$/i.test(other.value) ? 'true' : 'false'
      return [
        `\`${use.text}\` holds true and false, which are 1 and 0 and equal no text. Write \`${use.text} = ${word}\`.`,
      ]
    }
    return type === 'JSON' && !/^\s*[[{"]/.test(other.value)
      ? [jsonNote(comparison, other.value)]
      : []
  })
}

function jsonNote({ use, operator }: Comparison, value: string): string {
  const sign = operator === 'between' || operator === 'in' ? '=' : operator
  return `\`${use.text}\` holds JSON, which equals no plain text. Write \`${use.text}->>'key' ${sign} ${quoteText(value)}\`, or for an array \`EXISTS (SELECT 1 FROM json_each(${use.text}) WHERE value = ${quoteText(value)})\`.`
}

/** Notes on what SQLite takes without a word, and means otherwise. */
export function formNotes(
  statement: Statement,
  tables: readonly TableInfo[],
  uses: readonly ColumnUse[],
): string[] {
  return statement.tokens.flatMap((_, i) => {
    const note =
      nullNote(statement, i) ??
      subscriptNote(statement, i) ??
      keyNote(statement, i, uses) ??
      sortedTextNote(statement, i, tables) ??
      calledTextNote(statement, i, tables) ??
      likeNote(statement, i) ??
      replaceNote(statement, i)
    return note === undefined ? [] : [note]
  })
}

/** `x = NULL`, which is never true. */
function nullNote(statement: Statement, index: number): string | undefined {
  if (!is(statement, index, 'null')) return undefined
  if (is(statement, index - 1, '=', '==', '<>', '!=') && endsOperand(statement, index - 2)) {
    const value = piece(statement, operandStart(statement, index - 2), index - 2)
    const word = is(statement, index - 1, '=', '==') ? 'IS NULL' : 'IS NOT NULL'
    return `\`${value} ${tokenAt(statement, index - 1)?.text} NULL\` is never true. Write \`${value} ${word}\`.`
  }
  return undefined
}

/** `tags[0]`, which renames the column. */
function subscriptNote(statement: Statement, index: number): string | undefined {
  if (!is(statement, index, '[') || !isName(statement, index - 1)) return undefined
  const value = piece(statement, operandStart(statement, index - 1), index - 1)
  const key = piece(statement, index + 1, closing(statement, index) - 1)
  return `\`${value}[${key}]\` is all of \`${value}\` under another name. Write \`${value}->>${key}\`.`
}

/** `seller->name`, whose key is the value of another column. */
function keyNote(
  statement: Statement,
  index: number,
  uses: readonly ColumnUse[],
): string | undefined {
  if (!is(statement, index, '->', '->>')) return undefined
  const key = uses.find((use) => use.start === index + 1)
  if (!key) return undefined
  const value = piece(statement, operandStart(statement, index - 1), index)
  return `\`${value}${key.text}\` takes its key from the column \`${key.text}\`. If the key is meant, write \`${value}${quoteText(key.column.name)}\`.`
}

/** `ORDER BY 'price'`, which sorts by nothing. */
function sortedTextNote(
  statement: Statement,
  index: number,
  tables: readonly TableInfo[],
): string | undefined {
  const text = stringAt(statement, index)
  if (text === undefined || !is(statement, index - 1, 'by')) return undefined
  const what = piece(statement, index - 2, index - 1).toUpperCase()
  if (!findColumn(tables, text) && !/^\w+$/.test(text)) return undefined
  return `\`${what} ${quoteText(text)}\` uses the text itself, which is the same for all rows. A name stands without quotes or in double ones: \`${what} "${text}"\`.`
}

/** `avg('price')`, which is 0. */
function calledTextNote(
  statement: Statement,
  index: number,
  tables: readonly TableInfo[],
): string | undefined {
  const text = stringAt(statement, index)
  const isArgument = is(statement, index - 1, '(', 'distinct') && is(statement, index + 1, ')')
  if (text === undefined || !isArgument || !findColumn(tables, text)) return undefined
  const call = is(statement, index - 1, '(') ? index - 2 : index - 3
  if (!is(statement, call, 'sum', 'avg', 'total', 'min', 'max', 'count', 'median')) return undefined
  const name = tokenAt(statement, call)?.text ?? ''
  return `\`${name}(${quoteText(text)})\` is about the text itself. A name stands without quotes or in double ones: \`${name}("${text}")\`.`
}

/** LIKE with letters beyond A to Z, of which it does not ignore the case. */
function likeNote(statement: Statement, index: number): string | undefined {
  const text = is(statement, index, 'like') ? stringAt(statement, index + 1) : undefined
  if (text === undefined || !/[^\P{L}A-Za-z]/u.test(text)) return undefined
  if (text.toLowerCase() === text.toUpperCase()) return undefined
  // Both sides are in small letters.
  if (is(statement, index - 1, ')') && isLower(statement, index - 1, text)) return undefined
  const pattern = text.replace(/^%|%$/g, '')
  return `LIKE ignores the case of the letters A to Z only. For others write \`REGEXP ${quoteText(`(?i)${pattern}`)}\`.`
}

function isLower(statement: Statement, end: number, text: string): boolean {
  return is(statement, operandStart(statement, end), 'lower') && text === text.toLowerCase()
}

/** `regexp_replace` without flags, which replaces one match. */
function replaceNote(statement: Statement, index: number): string | undefined {
  if (!is(statement, index, 'regexp_replace') || !is(statement, index + 1, '(')) return undefined
  if (callArguments(statement, index + 1).length !== 3) return undefined
  return "`regexp_replace` replaces the first match of each text. To replace all, add the argument `'g'`."
}

import { callArguments, closing } from '../operands.ts'
import { find, is, piece, type Statement, tokenAt } from '../statement.ts'
import { castTo } from './operators.ts'
import { nameAt, type Rule, type Rules } from './rule.ts'

/** Returns the index of a word between the brackets of a call, or -1. */
function within(statement: Statement, open: number, ...words: string[]): number {
  const found = find(statement, open, ...words)
  return found > closing(statement, open) ? -1 : found
}

const position: Rule = (statement, index) => {
  const word = within(statement, index + 1, 'in')
  if (!is(statement, index + 1, '(') || word < 0) return undefined
  const part = piece(statement, index + 2, word - 1)
  const text = piece(statement, word + 1, closing(statement, index + 1) - 1)
  return {
    name: 'POSITION(… IN …)',
    // SQLite looks for a table of the name that stands behind IN.
    takenFor: [
      (nameAt(statement, word + 1) ?? tokenAt(statement, word + 1)?.value ?? '').toLowerCase(),
    ],
    advice: `Write \`instr(${text}, ${part})\`.`,
  }
}

const substring: Rule = (statement, index) => {
  const open = index + 1
  const from = within(statement, open, 'from')
  const length = within(statement, open, 'for')
  if (!is(statement, open, '(') || (from < 0 && length < 0)) return undefined
  const end = closing(statement, open) - 1
  const text = piece(statement, open + 1, (from < 0 ? length : from) - 1)
  const start = from < 0 ? '1' : piece(statement, from + 1, length < 0 ? end : length - 1)
  const count = length < 0 ? '' : `, ${piece(statement, length + 1, end)}`
  return { name: 'SUBSTRING(… FROM …)', advice: `Write \`substr(${text}, ${start}${count})\`.` }
}

const trim: Rule = (statement, index) => {
  const open = index + 1
  const from = within(statement, open, 'from')
  if (!is(statement, open, '(') || from < 0) return undefined
  const side = tokenAt(statement, open + 1)?.value ?? ''
  const name = side === 'leading' ? 'ltrim' : side === 'trailing' ? 'rtrim' : 'trim'
  const isSide = ['leading', 'trailing', 'both'].includes(side)
  const text = piece(statement, from + 1, closing(statement, open) - 1)
  const first = isSide ? open + 2 : open + 1
  const chars = from > first ? `, ${piece(statement, first, from - 1)}` : ''
  return { name: 'TRIM(… FROM …)', advice: `Write \`${name}(${text}${chars})\`.` }
}

/** `TRY_CAST(x AS type)` and its like. */
const tryCast: Rule = (statement, index) => {
  const open = index + 1
  const as = within(statement, open, 'as')
  if (!is(statement, open, '(') || as < 0) return undefined
  const value = piece(statement, open + 1, as - 1)
  const form = castTo(value, nameAt(statement, as + 1) ?? '')
  const isNumber = /AS (REAL|INTEGER)/.test(form)
  const advice = isNumber
    ? `Write \`to_number(${value})\`, which is NULL if the text is not one number.`
    : `Write \`${form}\`.`
  return { name: tokenAt(statement, index)?.text.toUpperCase() ?? '', advice }
}

const overlay: Rule = (statement, index) =>
  is(statement, index + 1, '(') && within(statement, index + 1, 'placing') >= 0
    ? { name: 'OVERLAY', advice: 'Write `substr(x, 1, 2) || … || substr(x, 5)`.' }
    : undefined

/** Words before which a name is no column but a way to look at the tables that there are. */
const CATALOG = 'The tables are `items` and, with `otherDatasetId` or `otherRunId`, `other`.'

const catalogSchema: Rule = (statement, index) =>
  is(statement, index + 1, '.')
    ? {
        name: tokenAt(statement, index)?.text ?? '',
        takenFor: [tokenAt(statement, index)?.value ?? ''],
        advice: `${CATALOG} get_dataset shows their columns and types.`,
      }
    : undefined

const catalogTable: Rule = (statement, index) =>
  is(statement, index - 1, 'from', 'join', ',')
    ? {
        name: tokenAt(statement, index)?.text ?? '',
        takenFor: [tokenAt(statement, index)?.value ?? ''],
        advice: `${CATALOG} get_dataset shows their columns and types.`,
      }
    : undefined

const countOfMany: Rule = (statement, index) => {
  if (!is(statement, index + 1, '(') || !is(statement, index + 2, 'distinct')) return undefined
  if (callArguments(statement, index + 1).length < 2) return undefined
  const columns = piece(statement, index + 3, closing(statement, index + 1) - 1)
  return {
    name: 'count(DISTINCT a, b)',
    advice: `Write \`(SELECT count(*) FROM (SELECT DISTINCT ${columns} FROM items))\`.`,
  }
}

export const callRules: Rules = {
  position,
  substring,
  substr: substring,
  trim,
  try_cast: tryCast,
  safe_cast: tryCast,
  overlay,
  information_schema: catalogSchema,
  pg_catalog: catalogSchema,
  sys: catalogSchema,
  pg_tables: catalogTable,
  pg_class: catalogTable,
  pg_attribute: catalogTable,
  count: countOfMany,
}

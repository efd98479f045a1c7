import { findColumn, quoteText } from '../column-names.ts'
import { callArguments, closing, operandStart } from '../operands.ts'
import {
  endsOperand,
  find,
  is,
  isKind,
  isName,
  piece,
  type Statement,
  tokenAt,
} from '../statement.ts'
import { nameAt, type Rule, type Rules } from './rule.ts'

const array: Rule = (statement, index) => {
  if (is(statement, index + 1, '(') && is(statement, index + 2, 'select')) {
    return { name: 'ARRAY(…)', advice: 'Write `(SELECT json_group_array(…) FROM …)`.' }
  }
  if (!is(statement, index + 1, '[') || is(statement, index - 2, 'any', 'all')) return undefined
  const values = piece(statement, index + 2, closing(statement, index + 1) - 1)
  return {
    name: 'ARRAY[…]',
    takenFor: ['array'],
    advice: `Write \`json_array(${values})\`, or \`IN (${values})\` to compare.`,
  }
}

/** `= ANY (…)`, `LIKE ALL (…)`. */
function quantified(name: string): Rule {
  return (statement, index) => {
    const compares = is(
      statement,
      index - 1,
      '=',
      '<>',
      '!=',
      '<',
      '>',
      '<=',
      '>=',
      'like',
      'ilike',
    )
    if (!compares || !is(statement, index + 1, '(')) return undefined
    const before = index - 2
    const left = piece(statement, operandStart(statement, before), before)
    const inner = innerValues(statement, index + 1)
    if (is(statement, index - 1, 'like', 'ilike')) {
      const word = tokenAt(statement, index - 1)?.text.toUpperCase() ?? 'LIKE'
      const patterns = inner.split(/,\s*/).map((pattern) => `${left} LIKE ${pattern}`)
      const all = patterns.join(name === 'ALL' ? ' AND ' : ' OR ')
      return { name: `${word} ${name}`, advice: `Write \`(${all})\`.` }
    }
    const isColumn = isName(statement, index + 2) && is(statement, index + 3, ')')
    const set = isColumn ? `(SELECT value FROM json_each(${inner}))` : `(${inner})`
    const word = name === 'ALL' ? 'NOT IN' : 'IN'
    return { name, takenFor: [name.toLowerCase()], advice: `Write \`${left} ${word} ${set}\`.` }
  }
}

/** Returns what stands in brackets, without the `array[…]` around it. */
function innerValues(statement: Statement, open: number): string {
  const end = closing(statement, open) - 1
  if (!is(statement, open + 1, 'array')) return piece(statement, open + 1, end)
  return piece(statement, open + 3, closing(statement, open + 2) - 1)
}

const unnest: Rule = (statement, index) => {
  if (!is(statement, index + 1, '(')) return undefined
  const value = piece(statement, index + 2, closing(statement, index + 1) - 1)
  return {
    name: 'UNNEST',
    takenFor: ['unnest'],
    advice: `Write \`SELECT items.*, each.value FROM items, json_each(${value}) AS each\`.`,
  }
}

const withinGroup: Rule = (statement, index) => {
  if (!is(statement, index + 1, 'group') || !is(statement, index - 1, ')')) return undefined
  const start = operandStart(statement, index - 1)
  const name = nameAt(statement, start)?.toLowerCase() ?? ''
  const first = callArguments(statement, start + 1)[0]
  const argument = first ? piece(statement, first[0], first[1]) : '0.5'
  const order = piece(statement, index + 5, closing(statement, index + 2) - 1)
  const value = order.replace(/\s+(asc|desc)$/i, '')
  const form = /mode/.test(name)
    ? `(SELECT ${value} FROM items GROUP BY 1 ORDER BY count(*) DESC LIMIT 1)`
    : /agg|concat/.test(name)
      ? `${name === 'listagg' ? 'string_agg' : name}(${argument}, ',' ORDER BY ${order})`
      : `${name}(${value}, ${argument})`
  return { name: 'WITHIN GROUP', advice: `Write \`${form}\`.` }
}

/** `tags[0]`, `seller['name']`: SQLite takes the brackets for another name of the column. */
const subscript: Rule = (statement, index) => {
  const opensAt = tokenAt(statement, index)?.start
  if (opensAt !== tokenAt(statement, index - 1)?.end || is(statement, index - 1, 'array')) {
    return undefined
  }
  if (!endsOperand(statement, index - 1)) return undefined
  const start = operandStart(statement, index - 1)
  const value = piece(statement, start, index - 1)
  const key = tokenAt(statement, index + 1)?.text ?? '0'
  const close = closing(statement, index)
  const member = is(statement, close + 1, '.') ? nameAt(statement, close + 2) : undefined
  const path = member === undefined ? `->> ${key}` : `-> ${key} ->> ${quoteText(member)}`
  return {
    name: `${value}[${key}]`,
    advice: `Write \`${value} ${path}\`. The first element of an array is 0.`,
  }
}

/** Texts with a letter before them, such as `E'a\n'`. */
const prefixedText: Rule = (statement, index) => {
  const token = tokenAt(statement, index)
  const text = tokenAt(statement, index + 1)
  if (text?.kind !== 'string' || text.start !== token?.end) return undefined
  return {
    name: `${token.text}'…'`,
    takenFor: [token.value],
    advice: `Write \`${quoteText(text.value)}\`, and \`char(10)\` for the end of a line.`,
  }
}

/** A comma with nothing behind it. */
const lastComma: Rule = (statement, index, tables) => {
  const next = tokenAt(statement, index + 1)
  const ends = ['from', 'where', 'group', 'order', 'limit', 'having', 'union', ')', ';']
  if (next !== undefined && !is(statement, index + 1, ...ends)) return undefined
  if (next !== undefined && findColumn(tables, next.text)) return undefined
  return {
    name: `, ${next?.text ?? ''}`,
    advice: 'Take that comma out.',
  }
}

const isNull: Rule = (statement, index) => {
  if (!is(statement, index + 1, '(') || endsOperand(statement, index - 1)) return undefined
  const [first, second] = callArguments(statement, index + 1)
  if (!first) return undefined
  const value = piece(statement, first[0], first[1])
  const form = second
    ? `ifnull(${value}, ${piece(statement, second[0], second[1])})`
    : `${value} IS NULL`
  return { name: 'ISNULL(…)', advice: `Write \`${form}\`.` }
}

const separator: Rule = (statement, index) => {
  const call = find(statement, 0, 'group_concat')
  if (call < 0 || call > index || !isKind(statement, index + 1, 'string')) return undefined
  const [first] = callArguments(statement, call + 1)
  if (!first) return undefined
  const value = piece(statement, first[0], index - 1).replace(/^distinct /i, '')
  return {
    name: 'SEPARATOR',
    advice: `Write \`group_concat(${value.replace(/ order by .*/i, '')}, ${tokenAt(statement, index + 1)?.text})\`.`,
  }
}

export const valueRules: Rules = {
  array,
  any: quantified('ANY'),
  some: quantified('SOME'),
  all: quantified('ALL'),
  unnest,
  within: withinGroup,
  '[': subscript,
  e: prefixedText,
  n: prefixedText,
  b: prefixedText,
  r: prefixedText,
  u: prefixedText,
  ',': lastComma,
  isnull: isNull,
  separator,
}

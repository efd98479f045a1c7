import { findColumn, quoteText } from '../column-names.ts'
import { callArguments, closing, operandEnd, operandStart } from '../operands.ts'
import { endsOperand, find, is, isKind, piece, type Statement, tokenAt } from '../statement.ts'
import { nameAt, type Rule, type Rules, stringAt } from './rule.ts'

/** Units of an interval by their first letters, as a unit of SQLite and how many of it. */
const UNITS: [RegExp, string, number][] = [
  [/^s(ec(ond)?s?)?$/, 'seconds', 1],
  [/^mi(n(ute)?s?)?$/, 'minutes', 1],
  [/^h((ou)?rs?)?$/, 'hours', 1],
  [/^d(ays?)?$/, 'days', 1],
  [/^w(eeks?)?$/, 'days', 7],
  [/^mon(th)?s?$/, 'months', 1],
  [/^q(uarters?)?$/, 'months', 3],
  [/^y((ea)?rs?)?$/, 'years', 1],
]

/** Writes an interval such as `1 week 2 hours` as modifiers of SQLite: `'-7 days', '-2 hours'`. */
function modifiersOf(interval: string, sign: string): string {
  const parts = [...interval.matchAll(/([+-]?)(\d+(?:\.\d+)?)\s*([a-z]+)/gi)]
  const modifiers = parts.map(([, own, count = '1', unit = '']) => {
    const found = UNITS.find(([pattern]) => pattern.test(unit.toLowerCase()))
    const isBack = (sign === '-') !== (own === '-')
    return found && quoteText(`${isBack ? '-' : '+'}${Number(count) * found[2]} ${found[1]}`)
  })
  const known = modifiers.filter((modifier) => modifier !== undefined)
  return known.length > 0 ? known.join(', ') : `'${sign}7 days'`
}

/** Returns the text of an interval: `'7 days'`, `'7' day`, `7 day`. */
function intervalText(statement: Statement, index: number): string | undefined {
  const amount = stringAt(statement, index) ?? numberAt(statement, index)
  if (amount === undefined) return is(statement, index, '(') ? '' : undefined
  const unit = tokenAt(statement, index + 1)
  return /[a-z]/i.test(amount) || unit?.kind !== 'word' ? amount : `${amount} ${unit.value}`
}

function numberAt(statement: Statement, index: number): string | undefined {
  return isKind(statement, index, 'number') ? tokenAt(statement, index)?.text : undefined
}

/** Writes the time from which an interval counts. */
function shifted(base: string, modifiers: string): string {
  if (/^(current_date|curdate\(\)|today\(\))$/i.test(base)) return `date('now', ${modifiers})`
  const isNow =
    /^(now|getdate|sysdate|current_timestamp|localtimestamp|sysdatetime|statement_timestamp)(\s*\(\s*\))?$/i
  return `datetime(${isNow.test(base) ? "'now'" : base}, ${modifiers})`
}

const interval: Rule = (statement, index) => {
  const text = intervalText(statement, index + 1)
  if (text === undefined) return undefined
  const found = { name: 'INTERVAL', takenFor: ['interval'] }
  const sign = tokenAt(statement, index - 1)?.text ?? ''
  if ((sign === '-' || sign === '+') && endsOperand(statement, index - 2)) {
    const start = operandStart(statement, index - 2)
    const moved = shifted(piece(statement, start, index - 2), modifiersOf(text, sign))
    return { ...found, advice: `Write \`${besideTime(statement, start, moved)}\`.` }
  }
  const call = nameAt(statement, index - 4)?.toLowerCase() ?? ''
  const callSign = find(statement, 0, 'date_sub', 'subdate') >= 0 || /sub/.test(call) ? '-' : '+'
  const base = is(statement, index - 1, ',') ? firstArgument(statement, index) : 'x'
  return { ...found, advice: `Write \`${shifted(base, modifiersOf(text, callSign))}\`.` }
}

/** Writes the comparison before a time too, since both of its sides need the same form. */
function besideTime(statement: Statement, start: number, moved: string): string {
  const operator = tokenAt(statement, start - 1)?.text ?? ''
  if (!/^[<>]=?$/.test(operator) || !endsOperand(statement, start - 2)) return moved
  const side = piece(statement, operandStart(statement, start - 2), start - 2)
  const left = side.replace(/::[\w ]+$/, '')
  const form = moved.startsWith('date(') ? 'date' : 'datetime'
  const isTime = /^(date|datetime|unixepoch)\(/i.test(left)
  return `${isTime ? left : `${form}(${left})`} ${operator} ${moved}`
}

/** Returns the first argument of the call whose later argument begins at an index. */
function firstArgument(statement: Statement, index: number): string {
  for (let open = index; open >= 0; open--) {
    if (is(statement, open, '(') && closing(statement, open) > index) {
      const [first] = callArguments(statement, open)
      return first ? piece(statement, first[0], first[1]) : 'x'
    }
  }
  return 'x'
}

const extract: Rule = (statement, index) => {
  const field = stringAt(statement, index + 2) ?? nameAt(statement, index + 2)
  if (!is(statement, index + 1, '(') || !is(statement, index + 3, 'from')) return undefined
  const value = piece(statement, index + 4, closing(statement, index + 1) - 1)
  return {
    name: 'EXTRACT',
    advice: `Write \`date_part('${field?.toLowerCase()}', ${value})\`.`,
  }
}

/** `date '2024-01-01'`, which SQLite takes for a column `date` under another name. */
const literal: Rule = (statement, index, tables) => {
  const text = stringAt(statement, index + 1)
  const word = tokenAt(statement, index)
  if (text === undefined || !word || !/^\d{1,4}-\d|^\d+:\d/.test(text)) return undefined
  if (is(statement, index - 1, '.', 'as') || findColumn(tables, word.text)) return undefined
  return {
    name: `${word.text.toUpperCase()} '…'`,
    takenFor: [word.value],
    advice: `Write the text alone: \`${piece(statement, index + 1, index + 1)}\`.`,
  }
}

const timeZone: Rule = (statement, index) => {
  if (!is(statement, index + 1, 'time') || !is(statement, index + 2, 'zone')) return undefined
  if (!endsOperand(statement, index - 1)) return undefined
  const value = piece(statement, operandStart(statement, index - 1), index - 1)
  const zone = piece(statement, index + 3, operandEnd(statement, index + 3))
  return {
    name: 'AT TIME ZONE',
    advice: `Write \`datetime(${value})\`, which is UTC. To shift it from there to ${zone}, write \`datetime(${value}, '+2 hours')\`.`,
  }
}

export const timeRules: Rules = {
  interval,
  extract,
  date: literal,
  timestamp: literal,
  timestamptz: literal,
  datetime: literal,
  time: literal,
  at: timeZone,
}

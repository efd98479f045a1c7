import { findColumn } from '../column-names.ts'
import { operandEnd, operandStart } from '../operands.ts'
import { endsOperand, is, isName, piece, type Statement, tokenAt } from '../statement.ts'
import { type Finding, nameAt, type Rule, type Rules, stringAt } from './rule.ts'

interface Sides {
  left: string
  right: string
  /** Where the value on the right begins. */
  rightIndex: number
}

/** Returns what stands on both sides of an operator of `words` tokens, which `NOT` may precede. */
function sides(statement: Statement, index: number, words = 1): Sides | undefined {
  const before = is(statement, index - 1, 'not') ? index - 2 : index - 1
  const rightIndex = index + words
  if (!endsOperand(statement, before) || !tokenAt(statement, rightIndex)) return undefined
  return {
    left: piece(statement, operandStart(statement, before), before),
    right: piece(statement, rightIndex, operandEnd(statement, rightIndex)),
    rightIndex,
  }
}

function binary(name: string, advise: (sides: Sides) => string): Rule {
  return (statement, index) => {
    const found = sides(statement, index)
    return found && { name, advice: advise(found) }
  }
}

const ilike: Rule = (statement, index) => {
  const found = sides(statement, index)
  if (!found || is(statement, index + 1, 'any', 'all')) return undefined
  const not = is(statement, index - 1, 'not') ? 'NOT ' : ''
  return {
    name: 'ILIKE',
    advice: `Write \`${found.left} ${not}LIKE ${found.right}\`: LIKE ignores the case of the letters A to Z. For others write \`${found.left} ${not}REGEXP '(?i)…'\`.`,
  }
}

const similarTo: Rule = (statement, index) => {
  const found = is(statement, index + 1, 'to') ? sides(statement, index, 2) : undefined
  return (
    found && {
      name: 'SIMILAR TO',
      advice: `Write \`${found.left} REGEXP '^(…)$'\` with a regular expression (RE2).`,
    }
  )
}

/** Makes the rule of an operator for regular expressions. */
function regexpMatch(name: string, word: string, ignoresCase: boolean): Rule {
  return (statement, index) => {
    const found = sides(statement, index)
    if (!found) return undefined
    const pattern = stringAt(statement, found.rightIndex)
    const quoted =
      ignoresCase && pattern !== undefined
        ? `'(?i)${found.right.slice(1)}`
        : `${ignoresCase ? "'(?i)' || " : ''}${found.right}`
    return { name, advice: `Write \`${found.left} ${word} ${quoted}\` (RE2).` }
  }
}

const CASTS: [RegExp, (value: string) => string][] = [
  [/^(?:tiny|small|big)?int|^int|^serial|^long/, (value) => `CAST(${value} AS INTEGER)`],
  [/^(?:num|dec|float|double|real|money)/, (value) => `CAST(${value} AS REAL)`],
  [/^timestamp|^datetime/, (value) => `datetime(${value})`],
  [/^date$/, (value) => `date(${value})`],
  [/^time/, (value) => `time(${value})`],
  [/^json/, (value) => `${value} ->> '…'`],
  [/^bool/, (value) => `${value} <> 0`],
]

/** Returns SQLite's form of a cast to a type of another database. */
export function castTo(value: string, type: string): string {
  const found = CASTS.find(([pattern]) => pattern.test(type.toLowerCase()))
  return found ? found[1](value) : `CAST(${value} AS TEXT)`
}

const cast: Rule = (statement, index, tables) => {
  const type = nameAt(statement, index + 1)
  if (type === undefined || !endsOperand(statement, index - 1)) return undefined
  const start = operandStart(statement, index - 1)
  const value = piece(statement, start, index - 1)
  const form = castTo(value, type)
  const isText = findColumn(tables, nameAt(statement, index - 1) ?? '')?.type
  const safe =
    /REAL|INTEGER/.test(form) && (isText === 'TEXT' || isText === 'MIXED')
      ? ` For texts such as "1,299.00" or "N/A" write \`to_number(${value})\`.`
      : ''
  return { name: `::${type}`, advice: `Write \`${form}\`.${safe}` }
}

/** `seller:name` of other databases, which is read as a parameter `:name`. */
function colonPath(statement: Statement, index: number): Finding | undefined {
  const token = tokenAt(statement, index)
  const isPath = token?.text.startsWith(':') && endsOperand(statement, index - 1)
  if (!isPath || !isName(statement, index - 1)) return undefined
  const value = piece(statement, operandStart(statement, index - 1), index - 1)
  return {
    name: `${value}${token?.text}`,
    advice: `Write \`${value}->>'${token?.text.slice(1)}'\`.`,
  }
}

export const parameterRule: Rule = (statement, index) => {
  const found = tokenAt(statement, index)?.text === '?' ? sides(statement, index) : undefined
  if (!found || tokenAt(statement, found.rightIndex)?.kind !== 'string') {
    return colonPath(statement, index)
  }
  return { name: '?', advice: `Write \`json_type(${found.left}, '$.key') IS NOT NULL\`.` }
}

const pathText: Rule = binary(
  '#>>',
  ({ left, right }) =>
    `Write \`${left} ->> '$.${right
      .replace(/^'\{|\}'$/g, '')
      .split(',')
      .join('.')}'\`.`,
)

export const operatorRules: Rules = {
  ilike,
  similar: similarTo,
  rlike: regexpMatch('RLIKE', 'REGEXP', false),
  '::': cast,
  '~': regexpMatch('~', 'REGEXP', false),
  '~*': regexpMatch('~*', 'REGEXP', true),
  '!~': regexpMatch('!~', 'NOT REGEXP', false),
  '!~*': regexpMatch('!~*', 'NOT REGEXP', true),
  '~~': binary('~~', ({ left, right }) => `Write \`${left} LIKE ${right}\`.`),
  '~~*': binary('~~*', ({ left, right }) => `Write \`${left} LIKE ${right}\`.`),
  '!~~': binary('!~~', ({ left, right }) => `Write \`${left} NOT LIKE ${right}\`.`),
  '!~~*': binary('!~~*', ({ left, right }) => `Write \`${left} NOT LIKE ${right}\`.`),
  '^': binary('^', ({ left, right }) => `Write \`power(${left}, ${right})\`.`),
  '**': binary('**', ({ left, right }) => `Write \`power(${left}, ${right})\`.`),
  '//': binary('//', ({ left, right }) => `Write \`floor(${left} / ${right})\`.`),
  div: binary('DIV', ({ left, right }) => `Write \`floor(${left} / ${right})\`.`),
  '<=>': binary('<=>', ({ left, right }) => `Write \`${left} IS ${right}\`.`),
  '&&': binary(
    '&&',
    ({ left }) =>
      `Write \`AND\`; of arrays, write \`EXISTS (SELECT 1 FROM json_each(${left}) WHERE value IN (…))\`.`,
  ),
  '#>>': pathText,
  '#>': pathText,
  '@>': binary(
    '@>',
    ({ left }) =>
      `Write \`EXISTS (SELECT 1 FROM json_each(${left}) WHERE value = …)\` for arrays, or \`${left} ->> 'key' = …\` for objects.`,
  ),
}

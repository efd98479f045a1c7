import { callArguments, closing } from '../operands.ts'
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

const distinctOn: Rule = (statement, index) => {
  if (!is(statement, index + 1, 'on') || !is(statement, index + 2, '(')) return undefined
  const keys = inside(statement, index + 2)
  const order = orderOf(statement)
  return {
    name: 'DISTINCT ON',
    advice: `Write \`SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY ${keys} ORDER BY ${order ?? '…'}) AS n FROM items) WHERE n = 1\`.`,
  }
}

/** Returns what stands between the brackets of which the first is at `open`. */
function inside(statement: Statement, open: number): string {
  return piece(statement, open + 1, closing(statement, open) - 1)
}

/** Returns the sort of the statement as a whole. */
function orderOf(statement: Statement): string | undefined {
  const order = find(statement, 0, 'order')
  if (order < 0 || !is(statement, order + 1, 'by')) return undefined
  const after = find(statement, order, 'limit', 'fetch', 'offset', ')', ';')
  return piece(statement, order + 2, after < 0 ? statement.tokens.length - 1 : after - 1)
}

const fetchFirst: Rule = (statement, index) => {
  if (!is(statement, index + 1, 'first', 'next')) return undefined
  const isCount = isKind(statement, index + 2, 'number')
  const count = isCount ? tokenAt(statement, index + 2)?.text : '1'
  const offset = find(statement, 0, 'offset')
  const skipped =
    offset >= 0 && offset < index ? ` OFFSET ${tokenAt(statement, offset + 1)?.text}` : ''
  return { name: 'FETCH FIRST', advice: `End the statement with \`LIMIT ${count}${skipped}\`.` }
}

const top: Rule = (statement, index) => {
  const first = is(statement, index + 1, '(') ? index + 2 : index + 1
  const isTop = is(statement, index - 1, 'select', 'distinct', 'all')
  if (!isTop || !isKind(statement, first, 'number')) return undefined
  return {
    name: 'TOP',
    advice: `End the statement with \`LIMIT ${tokenAt(statement, first)?.text}\`.`,
  }
}

const qualify: Rule = (statement, index) => {
  if (!endsOperand(statement, index - 1) || !tokenAt(statement, index + 1)) return undefined
  if (is(statement, index + 1, ',', ')', '.', 'from')) return undefined
  const over = find(statement, index, 'over')
  const end = over < 0 ? index + 1 : closing(statement, over + 1)
  const value = over < 0 ? 'row_number() OVER (…)' : piece(statement, index + 1, end)
  const rest = piece(statement, end + 1, statement.tokens.length - 1)
  return {
    name: 'QUALIFY',
    advice: `Write \`SELECT * FROM (SELECT *, ${value} AS n FROM items) WHERE n ${over < 0 ? '= 1' : rest}\`.`,
  }
}

/** `SELECT * EXCLUDE (a, b)` and its like. */
function starExcept(name: string): Rule {
  return (statement, index) => {
    if (!is(statement, index - 1, '*')) return undefined
    if (!is(statement, index - 2, 'select', 'distinct', ',', '.')) return undefined
    const isList = is(statement, index + 1, '(') && !is(statement, index + 2, 'select')
    if (!isList && name === 'EXCEPT') return undefined
    if (!isList && !isName(statement, index + 1)) return undefined
    return { name: `* ${name}`, advice: 'Name the columns to select in place of `*`.' }
  }
}

function pivoting(name: string): Rule {
  return (statement, index) => {
    if (!is(statement, index + 1, '(') && !isName(statement, index + 1)) return undefined
    if (is(statement, index - 1, '.', 'select', ',') && !is(statement, index + 1, '('))
      return undefined
    return {
      name,
      advice:
        "Write one aggregate for each column: `sum(x) FILTER (WHERE kind = 'a') AS a, sum(x) FILTER (WHERE kind = 'b') AS b`.",
    }
  }
}

function grouping(name: string): Rule {
  return (statement, index) => {
    const open = name === 'GROUPING SETS' ? index + 2 : index + 1
    if (name === 'GROUPING SETS' && !is(statement, index + 1, 'sets')) return undefined
    if (!is(statement, open, '(')) return undefined
    return {
      name,
      takenFor: [tokenAt(statement, index)?.value ?? ''],
      advice: 'Write one SELECT for each level and join them by `UNION ALL`.',
    }
  }
}

const locking: Rule = (statement, index) =>
  is(statement, index + 1, 'update', 'share')
    ? { name: 'FOR UPDATE', advice: 'Leave it out: nothing else writes to these tables.' }
    : undefined

const offset: Rule = (statement, index) => {
  const hasLimit = statement.tokens.some((_, i) => is(statement, i, 'limit', 'fetch'))
  const count = tokenAt(statement, index + 1)
  if (hasLimit || !isKind(statement, index + 1, 'number') || !endsOperand(statement, index - 1)) {
    return undefined
  }
  return { name: 'OFFSET without LIMIT', advice: `Write \`LIMIT -1 OFFSET ${count?.text}\`.` }
}

const limitAll: Rule = (statement, index) =>
  is(statement, index + 1, 'all')
    ? { name: 'LIMIT ALL', advice: 'Leave it out: without LIMIT, all rows are read.' }
    : undefined

/** `GROUP BY ALL`, `ORDER BY ALL`. */
const byAll: Rule = (statement, index) =>
  is(statement, index + 1, 'all') && is(statement, index - 1, 'group', 'order')
    ? {
        name: 'BY ALL',
        advice: 'Name the columns, or their numbers in the result: `GROUP BY 1, 2`.',
      }
    : undefined

/** `(VALUES …) AS t(a, b)`: names of columns after the name of a subquery. */
const columnAliases: Rule = (statement, index) => {
  const name = is(statement, index + 1, 'as') ? index + 2 : index + 1
  if (!isName(statement, name) || !is(statement, name + 1, '(')) return undefined
  const isList = callArguments(statement, name + 1).every(([from, to]) => from === to)
  if (!isList || is(statement, name, 'filter', 'within', 'over')) return undefined
  return {
    name: `AS ${nameAt(statement, name)}(…)`,
    advice: `Write it first: \`WITH ${piece(statement, name, closing(statement, name + 1))} AS (…) SELECT … FROM ${nameAt(statement, name)}\`.`,
  }
}

const sample: Rule = (statement, index) =>
  is(statement, index + 1, '(', 'bernoulli', 'system', 'reservoir') ||
  isKind(statement, index + 1, 'number')
    ? { name: 'SAMPLE', advice: 'Write `ORDER BY random() LIMIT 100`.' }
    : undefined

const lateral: Rule = (statement, index) => {
  if (!is(statement, index - 1, 'join', ',', 'apply', 'from')) return undefined
  if (!is(statement, index + 1, '(') && !isName(statement, index + 1)) return undefined
  return {
    name: 'LATERAL',
    takenFor: ['lateral'],
    advice:
      'Leave it out before `json_each(…)`, which sees the tables before it: `FROM items, json_each(items.tags)`. A subquery in FROM sees none: write it in the list of SELECT, or join it by a key.',
  }
}

export const clauseRules: Rules = {
  distinct: distinctOn,
  fetch: fetchFirst,
  top,
  qualify,
  exclude: starExcept('EXCLUDE'),
  except: starExcept('EXCEPT'),
  replace: starExcept('REPLACE'),
  pivot: pivoting('PIVOT'),
  unpivot: pivoting('UNPIVOT'),
  rollup: grouping('ROLLUP'),
  cube: grouping('CUBE'),
  grouping: grouping('GROUPING SETS'),
  for: locking,
  offset,
  limit: limitAll,
  by: byAll,
  ')': columnAliases,
  sample,
  tablesample: sample,
  lateral,
}

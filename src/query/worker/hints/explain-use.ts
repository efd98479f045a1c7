import { shorten } from '../../../shared/quote.ts'
import type { QueryFailure } from '../../query-contract.ts'
import { nameAt } from './dialect/rule.ts'
import { USAGES } from './function-names.ts'
import { callArguments, closing } from './operands.ts'
import { find, is, piece, type Statement } from './statement.ts'

type Explain = (statement: Statement, match: RegExpExecArray) => QueryFailure | undefined

/** How full text is searched. */
export const MATCH_FORM =
  "Write `WHERE _row IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'tea')`, or `LIKE '%tea%'`."

/** Explains functions that are used as SQLite does not take them. */
export function explainUse(statement: Statement, message: string): QueryFailure | undefined {
  for (const [pattern, explain] of EXPLANATIONS) {
    const match = pattern.exec(message)
    const failure = match && explain(statement, match)
    if (failure) return failure
  }
  return undefined
}

const EXPLANATIONS: [RegExp, Explain][] = [
  [/^integer overflow/, explainOverflow],
  [/^misuse of (?:aliased )?window function (\w+)/, explainWindow],
  [/^misuse of (?:aliased )?aggregate(?: function)?:? (\w+)/, explainAggregate],
  [/^wrong number of arguments to function (\w+)/, explainArguments],
  [/^DISTINCT aggregates must have exactly one argument/, explainDistinct],
  [/^row value misused/, explainRowValue],
  [/^HAVING clause on a non-aggregate query/, explainHaving],
  [/^SELECTs to the left and right of (\w[\w ]*) do not have/, explainUnion],
  [/^ambiguous column name: (.*)/, explainAmbiguous],
  [/^unable to use function MATCH/, explainMatch],
]

function explainOverflow(statement: Statement): QueryFailure {
  const at = find(statement, 0, 'sum')
  const call = is(statement, at + 1, '(')
    ? piece(statement, at, closing(statement, at + 1))
    : 'sum(x)'
  return {
    happened: 'A sum of integers is larger than 64 bits (integer overflow).',
    remedy: `Write \`${call.replace(/^sum/i, 'total')}\`, which adds fractions and is not exact beyond 2^53.`,
  }
}

function explainWindow(_: Statement, [, name = '']: RegExpExecArray): QueryFailure {
  return {
    happened: `The window function \`${name}\` cannot stand here: misuse of window function.`,
    remedy: `It needs \`OVER (…)\`, and WHERE cannot use it. Filter around it: \`SELECT * FROM (SELECT *, row_number() OVER (ORDER BY …) AS n FROM items) WHERE n = 1\`.`,
  }
}

function explainAggregate(statement: Statement, [, name = '']: RegExpExecArray): QueryFailure {
  const at = find(statement, find(statement, 0, 'where'), name.toLowerCase())
  const end = at < 0 ? -1 : closing(statement, at + 1)
  const call = at < 0 ? `${name}(…)` : piece(statement, at, end)
  return {
    happened: `The aggregate \`${shorten(call)}\` cannot stand here: misuse of aggregate.`,
    remedy: `WHERE looks at single rows. Filter groups behind GROUP BY: \`GROUP BY … HAVING ${shorten(call, 80)} > …\`, or compare with a subquery: \`(SELECT ${shorten(call, 80)} FROM items)\`. An aggregate of an aggregate needs a subquery too.`,
  }
}

function explainArguments(statement: Statement, [, name = '']: RegExpExecArray): QueryFailure {
  const lower = name.toLowerCase()
  const usage = USAGES.get(lower)
  const at = find(statement, 0, lower)
  const all = at >= 0 && is(statement, at + 1, '(') ? callArguments(statement, at + 1) : []
  const isCountOfMany = lower === 'count' && is(statement, at + 2, 'distinct')
  const [first, last] = [all[0], all.at(-1)]
  if (isCountOfMany && first && last) {
    return {
      happened: `Wrong number of arguments to function ${name}(): \`count(DISTINCT …)\` takes one.`,
      remedy: `Write \`(SELECT count(*) FROM (SELECT DISTINCT ${piece(statement, first[0] + 1, last[1])} FROM items))\`.`,
    }
  }
  return {
    happened: `Wrong number of arguments to function ${shorten(name, 60)}().`,
    remedy: usage ? `Write it as \`${usage}\`.` : 'Check what it takes in SQLite.',
  }
}

function explainDistinct(statement: Statement): QueryFailure {
  const at = statement.tokens.findIndex(
    (_, i) => is(statement, i, 'distinct') && is(statement, i - 1, '('),
  )
  const [first] = at < 0 ? [] : callArguments(statement, at - 1)
  const value = first ? piece(statement, at + 1, first[1]) : 'x'
  const name = nameAt(statement, at - 2) ?? 'group_concat'
  return {
    happened: 'An aggregate with DISTINCT takes one argument in SQLite.',
    remedy: `Write \`group_concat(DISTINCT ${value})\`, with commas between, or \`(SELECT ${name}(v, '; ') FROM (SELECT DISTINCT ${value} AS v FROM items))\`.`,
  }
}

/** `count(DISTINCT (a, b))`. */
function explainRowValue(statement: Statement): QueryFailure {
  const at = statement.tokens.findIndex(
    (_, i) =>
      is(statement, i, 'distinct') && is(statement, i - 1, '(') && is(statement, i + 1, '('),
  )
  const columns = at < 0 ? 'a, b' : piece(statement, at + 2, closing(statement, at + 1) - 1)
  return {
    happened: 'Several values in brackets cannot stand here (row value misused).',
    remedy:
      at < 0
        ? 'Write them without the brackets, or compare each.'
        : `Write \`(SELECT count(*) FROM (SELECT DISTINCT ${columns} FROM items))\`.`,
  }
}

function explainHaving(): QueryFailure {
  return {
    happened: 'HAVING needs groups or an aggregate (HAVING clause on a non-aggregate query).',
    remedy: 'To filter rows, write WHERE; it can use names that the SELECT gives with AS.',
  }
}

function explainUnion(_: Statement, [, name = 'UNION']: RegExpExecArray): QueryFailure {
  return {
    happened: `The SELECTs on both sides of ${name} do not have the same number of columns.`,
    remedy: 'Select as many on each side; `NULL AS x` fills one.',
  }
}

function explainAmbiguous(_: Statement, [, name = '']: RegExpExecArray): QueryFailure {
  return {
    happened: `Several tables have a column of this name: ambiguous column name \`${shorten(name)}\`.`,
    remedy: `Write the table before it: \`items.${shorten(name, 60)}\` or \`other.${shorten(name, 60)}\`, or the alias that it has in FROM.`,
  }
}

function explainMatch(): QueryFailure {
  return {
    happened:
      'MATCH asks a full text table (unable to use function MATCH in the requested context).',
    remedy: MATCH_FORM,
  }
}

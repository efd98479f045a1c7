import type { QueryFailure, TableInfo } from '../../query-contract.ts'
import { listColumns, shorten } from './column-names.ts'
import { is, readStatement, type Statement, tokenAt } from './statement.ts'

const WRITES =
  'insert update delete replace merge upsert create drop alter truncate vacuum reindex analyze grant'.split(
    ' ',
  )
const SETTINGS =
  'pragma attach detach set begin commit rollback use copy load call exec execute declare'.split(
    ' ',
  )
const LISTINGS = ['show', 'describe', 'desc', 'summarize']

/** Explains a statement that is no question: a write, a setting, a list of tables, or nothing at all. */
export function explainKind(
  statement: Statement,
  message: string,
  tables: readonly TableInfo[],
): QueryFailure | undefined {
  const first = tokenAt(statement, 0)
  if (first === undefined || is(statement, 0, ';')) {
    return {
      happened: 'The statement is empty, or has nothing but remarks.',
      remedy: 'Write one SELECT, such as `SELECT count(*) FROM items`.',
    }
  }
  const word = first.kind === 'word' ? first.value : ''
  if (LISTINGS.includes(word)) {
    return {
      happened: `SQLite has no \`${first.text.toUpperCase()}\`.`,
      remedy: `get_dataset shows the columns and their types. ${listColumns(tables)}`,
    }
  }
  if (WRITES.includes(word) || SETTINGS.includes(word) || writesAfterWith(statement)) {
    return {
      happened: `\`${shorten(first.text, 40).toUpperCase()}\` is not a question: one SELECT (or WITH … SELECT) can be asked, and nothing is written.`,
      remedy: 'To add rows to a dataset, use push_dataset_items.',
    }
  }
  return explainRefusal(message)
}

/** `WITH x AS (…) DELETE FROM …`. */
function writesAfterWith(statement: Statement): boolean {
  if (!is(statement, 0, 'with')) return false
  let depth = 0
  return statement.tokens.some((_, i) => {
    if (is(statement, i, '(')) depth++
    if (is(statement, i, ')')) depth--
    const isWrite = is(statement, i, 'insert', 'update', 'delete')
    return isWrite && depth === 0 && is(statement, i - 1, ')')
  })
}

/** What the engine may not read or call. */
function explainRefusal(message: string): QueryFailure | undefined {
  if (!/not authorized|prohibited/.test(message)) return undefined
  const called = /not authorized to use function: (\w+)/.exec(message)?.[1]
  return {
    happened: `This is refused here: ${shorten(message)}.`,
    remedy: called
      ? `Ask without \`${called}\`.`
      : 'Read `items`, `other`, what the statement itself names by WITH, and `json_each(…)`. get_dataset shows the columns.',
  }
}

/**
 * Explains that there is a second statement.
 * @param rest what the engine's parser left behind the first
 */
export function explainSecondStatement(rest: string): QueryFailure {
  const begin = readStatement(rest).tokens[0]
  return {
    happened: `There is a second statement, from \`${shorten(rest.slice(begin?.start ?? 0).trim(), 60)}\` on. One can be asked at a time.`,
    remedy: 'Ask them in calls of their own, or join two SELECTs by UNION ALL.',
  }
}

import { shorten } from '../../../shared/quote.ts'
import type { QueryFailure, TableInfo } from '../../query-contract.ts'
import { listColumns } from './column-names.ts'
import { is, readStatement, type Statement, tokenAt } from './statement.ts'

const NOT_CHANGED =
  'Rows of a dataset cannot be changed or removed. Select the rows to keep, or the values as they should be.'
const NO_TABLES =
  'For a table or view of your own, write `WITH name AS (SELECT …) SELECT … FROM name`.'
const NO_SETTINGS = 'Leave it out: there is nothing to set, to load or to commit. Write one SELECT.'

/** What to do in place of a statement that is no question, by its first word. */
const REMEDIES = new Map<string, string>([
  ...each('insert copy', 'To add rows to a dataset, use push_dataset_items.'),
  ...each('update delete replace merge upsert truncate', NOT_CHANGED),
  ...each('create alter drop', NO_TABLES),
  ...each(
    'attach detach',
    'For a second dataset, pass `otherDatasetId` or `otherRunId`: it is the table `other`.',
  ),
  ...each('pragma', 'get_dataset shows the columns and their types.'),
  ...each('vacuum reindex analyze grant revoke set reset begin start commit rollback', NO_SETTINGS),
  ...each('savepoint release use load install call exec execute declare', NO_SETTINGS),
])
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
  const write = REMEDIES.has(word) ? word : writeAfterWith(statement)
  if (write !== undefined) {
    return {
      happened: `\`${write.toUpperCase()}\` is not a question: one SELECT (or WITH … SELECT) can be asked, and nothing is written.`,
      remedy: REMEDIES.get(write) ?? NOT_CHANGED,
    }
  }
  return explainRefusal(message)
}

/** Returns the `delete` of `WITH x AS (…) DELETE FROM …`. */
function writeAfterWith(statement: Statement): string | undefined {
  if (!is(statement, 0, 'with')) return undefined
  let depth = 0
  return statement.tokens.find((_, i) => {
    if (is(statement, i, '(')) depth++
    if (is(statement, i, ')')) depth--
    const isWrite = is(statement, i, 'insert', 'update', 'delete')
    return isWrite && depth === 0 && is(statement, i - 1, ')')
  })?.value
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

function each(words: string, remedy: string): [string, string][] {
  return words.split(' ').map((word) => [word, remedy])
}

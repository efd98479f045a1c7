import type { Sort } from './arrange.ts'

/** What is asked of all rows. */
export interface Search {
  /** Where the rows are: the table `items`, or a statement that `wrapped` returned. */
  from: string
  /** The columns in which the filter is looked for. Of `items`, they are those that are returned. */
  columns: readonly string[]
  filter: string
  sort: Sort | undefined
  offset: number
  limit: number
}

/** The names of the server's own columns, and what it names the fields that it left out of a row. */
const OWN_NAMES = ['_row', '_rest', '_value', '…']
/** How many tests stand in one group. */
const OR_TESTS = 100
/** The server cuts longer names of columns. */
const MAX_NAME_CHARS = 100
/** Matches a NUL, or half of a surrogate pair, which SQLite does not read. */
const UNREADABLE = /\0|\p{Surrogate}/u

/** Returns a name as a statement can always write it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Returns a text as a literal of SQL. A NUL would end the statement. */
export function quoteText(text: string): string {
  return `'${text.replaceAll('\0', '').replaceAll("'", "''")}'`
}

/** Returns the names that are columns under the same names: SQLite takes `Price` and `price` for one. */
export function searchable(names: readonly string[]): string[] {
  const seen = new Set<string>()
  return names.filter((name) => {
    const folded = name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    if (name === '' || name.length > MAX_NAME_CHARS || UNREADABLE.test(name)) return false
    if (OWN_NAMES.includes(name) || seen.has(folded)) return false
    seen.add(folded)
    return true
  })
}

/** Returns a statement for one page of what is searched, and of one row more, which tells that there are others. */
export function selectRows(search: Search): string {
  const { from, columns, sort, offset, limit } = search
  const [list, last] =
    from === 'items' ? [['_row', ...columns].map(quoteName).join(', '), ['_row']] : ['*', []]
  const order = [...(sort ? orderBy(sort) : []), ...last].join(', ')
  const by = order && ` ORDER BY ${order}`
  return `SELECT ${list} FROM ${from}${where(search)}${by} LIMIT ${limit + 1} OFFSET ${offset}`
}

/** Returns a statement that counts the rows of a search. */
export function countRows(search: Search): string {
  return `SELECT count(*) FROM ${search.from}${where(search)}`
}

function orderBy({ column, isDescending }: Sort): string[] {
  const name = quoteName(column)
  return [`${name} IS NULL`, isDescending ? `${name} DESC` : name]
}

function where({ filter, columns }: Search): string {
  const needle = filter.trim().toLowerCase()
  if (needle === '') return ''
  const tests = columns.map((name) => `instr(lower(${quoteName(name)}), ${quoteText(needle)}) > 0`)
  return ` WHERE ${anyOf(tests) || 'false'}`
}

/** Returns whether one of many tests holds, in groups: SQLite takes 500 levels, and each OR adds one. */
function anyOf(tests: readonly string[]): string {
  if (tests.length <= OR_TESTS) return tests.join(' OR ')
  const groups: string[] = []
  for (let at = 0; at < tests.length; at += OR_TESTS)
    groups.push(`(${tests.slice(at, at + OR_TESTS).join(' OR ')})`)
  return groups.join(' OR ')
}

/**
 * Returns a statement in parentheses, so that another can select from it; undefined if it is not certainly one
 * SELECT: with a semicolon inside, or a quote or comment without an end.
 */
export function wrapped(sql: string): string | undefined {
  const tokens = [...sql.matchAll(TOKENS)].map(([token]) => token)
  const isWhole = tokens.join('').length === sql.length && !tokens.includes('/*')
  const code = tokens.filter((token) => !/^(?:--|\/\*|\s)/.test(token))
  while (code.at(-1) === ';') code.pop()
  if (!isWhole || code.includes(';') || !/^(?:select|with|values)$/i.test(code[0] ?? ''))
    return undefined
  const end = tokens.findLastIndex((token) => !/^(?:--|\/\*|\s|;)/.test(token))
  // A line of its own ends a comment.
  return `(\n${tokens.slice(0, end + 1).join('')}\n)`
}

/** Matches strings, quoted names, comments, words, spaces, and single characters other than quotes. */
const TOKENS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?\*\/|\/\*|\w+|\s+|[^'"`[\s\w]/g

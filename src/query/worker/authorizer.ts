import type { CAPI, Database } from './sqlite.ts'

/** The tables of rows, and the functions that read JSON as a table. `sqlite_master` is the schema's older name. */
const READABLE = new Set([
  'items',
  'other',
  'items_fts',
  'other_fts',
  'json_each',
  'json_tree',
  'jsonb_each',
  'jsonb_tree',
  'sqlite_master',
])

/** Where FTS5 keeps its index, and what it reads there while a statement that searches runs. */
const SHADOW = /^(?:items|other)_fts_(?:config|content|data|docsize|idx)$/
/** What FTS5 reads when it connects to its table, which may be while a statement is prepared. */
const SHADOW_CONFIG = /^(?:items|other)_fts_config$/

/** Functions that tell about the program, write into its log, or hand out pointers into it. */
const FORBIDDEN_FUNCTION =
  /^(?:sqlite_(?!version$)|load_extension$|fts3_tokenizer$|fts5$|fts5_source_id$|rtree|readfile$|writefile$|edit$)/

/** Whose work it is: our own, a user's statement that is prepared, or one that is run. */
type Phase = 'ours' | 'prepare' | 'step'

export interface Authorizer {
  /** Does work of a user's statement. What it must not do fails with SQLITE_AUTH. */
  guard<T>(phase: Exclude<Phase, 'ours'>, work: () => T): T
  /** Returns which table or function the last work was refused, for the agent. */
  refused(): string | undefined
}

interface Action {
  code: number
  /** The table of a READ, the name of a PRAGMA. */
  first: string
  /** The column of a READ, the name of a FUNCTION. */
  second: string
  /** The schema, `main` for all our tables; empty for what a statement names itself. */
  schema: string
}

/** Lets users' statements read the tables and nothing else. Our own work is free. */
export function createAuthorizer(db: Database): Authorizer {
  const { capi } = db
  const modules = new Set(
    db.values('SELECT name FROM pragma_module_list').map(([name]) => String(name).toLowerCase()),
  )
  let phase: Phase = 'ours'
  let refused: string | undefined
  const decide = (action: Action): boolean => {
    if (action.code === capi.SQLITE_SELECT || action.code === capi.SQLITE_RECURSIVE) return true
    if (action.code === capi.SQLITE_READ) return mayRead(action, phase, modules)
    if (action.code === capi.SQLITE_FUNCTION)
      return !FORBIDDEN_FUNCTION.test(action.second.toLowerCase())
    return isOfFullText(action, phase, capi)
  }
  const authorize = (_: number, code: number, ...names: (string | 0)[]): number => {
    if (phase === 'ours') return capi.SQLITE_OK
    const [first, second, schema] = names.map((name) => name || '')
    const action = { code, first: first ?? '', second: second ?? '', schema: schema ?? '' }
    if (decide(action)) return capi.SQLITE_OK
    refused ??= describe(action, capi)
    return capi.SQLITE_DENY
  }
  capi.sqlite3_set_authorizer(db.pointer, authorize, 0)
  return {
    guard: (next, work) => {
      refused = undefined
      phase = next
      try {
        return work()
      } finally {
        phase = 'ours'
      }
    },
    refused: () => refused,
  }
}

function mayRead({ first, second, schema }: Action, phase: Phase, modules: Set<string>): boolean {
  const table = first.toLowerCase()
  if (READABLE.has(table)) return schema === '' || schema === 'main'
  if (SHADOW.test(table)) return phase === 'step' || (SHADOW_CONFIG.test(table) && second !== '')
  // A table of which no column is read. There are no other tables than these, but those of SQLite
  // itself, so that the rest is what the statement names, as in `WITH x AS (…) SELECT count(*) FROM x`.
  const isBuiltIn = modules.has(table) || /^(?:sqlite|pragma)_/.test(table)
  return second === '' && !isBuiltIn
}

/** FTS5 asks whether its tables were changed, while it runs. */
function isOfFullText(action: Action, phase: Phase, capi: CAPI): boolean {
  const isPragma = action.code === capi.SQLITE_PRAGMA && action.first === 'data_version'
  return isPragma && action.schema === 'main' && phase === 'step'
}

function describe({ code, first, second }: Action, capi: CAPI): string | undefined {
  if (code === capi.SQLITE_READ) return `The table \`${first}\` cannot be read.`
  if (code === capi.SQLITE_FUNCTION) return `The function \`${second}\` cannot be used.`
  return undefined
}

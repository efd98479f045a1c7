import type { Tenant } from '../shared/shares.ts'
import type { Engine } from './engine.ts'
import { EnginePool, type EngineUse, type PoolOptions } from './engine-pool.ts'
import { loadTable } from './load-table.ts'
import type {
  Answer,
  Queries,
  Question,
  TableInfo,
  TableName,
  TableSource,
} from './query-contract.ts'
import type { LoadedEngine } from './table-cache.ts'

/** How long the engine may work on one statement, in milliseconds. */
const STATEMENT_MS = 20_000

const LOADED_AGAIN =
  'The rows were loaded again, since the query before had to be ended with its tables.'

/** The call that questions belong to. */
export interface QueryCall {
  /** Whose queries are counted together; undefined if the server has one tenant alone. */
  tenant: Tenant
  /** Ends what is asked. */
  signal: AbortSignal
  /** What must not stand in a table. */
  secrets: readonly string[]
}

/** Answers questions in SQL, for all calls of a server. */
export interface QueryService {
  forCall(call: QueryCall): Queries
  /** Ends all engines. Queries that are in progress fail. */
  close(): Promise<void>
}

/** Creates the service. An engine is started with a question, not before. */
export function createQueries(options: PoolOptions): QueryService {
  const pool = new EnginePool(options)
  return {
    forCall: (call) => ({
      prepare: () => pool.prepare(),
      ask: (question, use) =>
        pool.use({
          tenant: call.tenant,
          signal: call.signal,
          key: tablesKey(question, call),
          version: () => tablesVersion(question, call),
          load: (engine) => load(engine, question, call, options.maxMb),
          work: (loaded, origin) => answer(loaded, question, origin, use),
        }),
    }),
    close: () => pool.close(),
  }
}

function sourcesOf({ items, other }: Question): [TableName, TableSource][] {
  return other
    ? [
        ['items', items],
        ['other', other],
      ]
    : [['items', items]]
}

/** Returns what tells the tables of a question from all others, in any version. */
function tablesKey(
  question: Question,
  { tenant }: QueryCall,
  keyOf: (source: TableSource) => string = ({ key }) => key,
): string {
  const keys = sourcesOf(question).map(([, source]) => [keyOf(source), source.fields])
  return JSON.stringify([tenant, ...keys])
}

/**
 * Returns the version of the tables of a question; undefined if their rows may change at any moment.
 * @throws {ApiFailure} if there is no such dataset
 */
async function tablesVersion(
  question: Question,
  { secrets }: QueryCall,
): Promise<string | undefined> {
  const versions = await Promise.all(sourcesOf(question).map(([, source]) => source.version()))
  // Other secrets are redacted otherwise.
  return versions.includes(undefined) ? undefined : JSON.stringify([secrets, ...versions])
}

/**
 * Loads the tables while the API is asked about their datasets.
 * @throws {ApiFailure} if there is no such dataset, even if the load fails too
 */
async function load(
  engine: Engine,
  question: Question,
  call: QueryCall,
  maxMb: number,
): Promise<Omit<LoadedEngine, 'engine'>> {
  const { secrets } = call
  // Not awaited: rows are on their way while the engine starts. If it fails, all that follows does.
  engine.tell({ do: 'open', options: { maxMb, secrets } }, 'open').catch(() => {})
  const loading = loadTables(engine, question)
  loading.catch(() => {})
  // Awaited first, since its error says more than that of the rows.
  await tablesVersion(question, call)
  const loaded = await loading
  // The version of the rows that were read.
  const version = await tablesVersion(question, call)
  const ownKey = tablesKey(question, call, (source) => source.ownKey())
  return { ...loaded, version, keys: new Set([tablesKey(question, call), ownKey]) }
}

async function loadTables(engine: Engine, question: Question) {
  const tables: TableInfo[] = []
  let bytes = 0
  for (const [table, source] of sourcesOf(question)) {
    const loaded = await loadTable(engine, table, source, (rows) =>
      question.onLoading?.(table, rows),
    )
    tables.push(loaded.table)
    bytes = loaded.bytes
  }
  return { tables, bytes }
}

/** Runs the statement, and passes its rows to `use`. The engine can be asked again afterwards. */
async function answer<T>(
  { engine, tables }: LoadedEngine,
  { sql, maxCellChars }: Question,
  origin: Parameters<EngineUse<T>['work']>[1],
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  try {
    const started = await engine.start({ sql, maxMs: STATEMENT_MS, maxCellChars })
    const notes = new Set(origin === 'again' ? [LOADED_AGAIN, ...started.notes] : started.notes)
    return await use({
      columns: started.columns,
      isJson: started.isJson,
      tables,
      wasLoaded: origin !== 'kept',
      notes: () => [...notes],
      async read(options) {
        const { rows, done, notes: more } = await engine.read(options)
        for (const note of more) notes.add(note)
        return { rows, done }
      },
    })
  } finally {
    await engine.finish()
  }
}

import type { Tenant } from '../shared/shares.ts'
import type { Engine } from './engine.ts'
import { EnginePool, type EngineUse, type PoolOptions } from './engine-pool.ts'
import { loadTable } from './load-table.ts'
import type {
  Answer,
  Batch,
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
      ask: (question, use) => {
        let started: Started | undefined
        const start = (engine: Engine) => (started ??= sendStatement(engine, question))
        return pool.use({
          tenant: call.tenant,
          signal: call.signal,
          key: tablesKey(question, call),
          version: () => tablesVersion(question, call),
          load: (engine) => load(engine, { question, call, maxMb: options.maxMb, start }),
          work: (loaded, origin) => answer(loaded, { question, origin, start }, use),
        })
      },
    }),
    close: () => pool.close(),
  }
}

type Started = ReturnType<Engine['start']>
/** Starts the statement, the first time that it is called. */
type Start = (engine: Engine) => Started

function sendStatement(engine: Engine, { sql, maxCellChars, batch }: Question): Started {
  const started = engine.start({ sql, maxMs: STATEMENT_MS, maxCellChars }, batch)
  // It is awaited when the tables are loaded. If they fail, so does this.
  started.catch(() => {})
  return started
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

interface Load {
  question: Question
  call: QueryCall
  maxMb: number
  start: Start
}

/**
 * Loads the tables while the API is asked about their datasets.
 * @throws {ApiFailure} if there is no such dataset, even if the load fails too
 */
async function load(
  engine: Engine,
  { question, call, maxMb, start }: Load,
): Promise<Omit<LoadedEngine, 'engine'>> {
  const { secrets } = call
  // Not awaited: rows are on their way while the engine starts. If it fails, all that follows does.
  engine.tell({ do: 'open', options: { maxMb, secrets } }, 'open').catch(() => {})
  const loading = loadTables(engine, question, start)
  loading.catch(() => {})
  // Awaited first, since its error says more than that of the rows.
  await tablesVersion(question, call)
  const loaded = await loading
  // The version of the rows that were read.
  const version = await tablesVersion(question, call)
  const ownKey = tablesKey(question, call, (source) => source.ownKey())
  return { ...loaded, version, keys: new Set([tablesKey(question, call), ownKey]) }
}

/** Fills the tables, and starts the statement behind the last of them. */
async function loadTables(engine: Engine, question: Question, start: Start) {
  const tables: TableInfo[] = []
  let bytes = 0
  const sources = sourcesOf(question)
  for (const [i, [table, source]] of sources.entries()) {
    const loaded = await loadTable(engine, table, source, {
      onRows: (rows) => question.onLoading?.(table, rows),
      onSent: () => void (i === sources.length - 1 && start(engine)),
    })
    tables.push(loaded.table)
    bytes = loaded.bytes
  }
  return { tables, bytes }
}

interface Work {
  question: Question
  origin: Parameters<EngineUse<unknown>['work']>[1]
  start: Start
}

/** Runs the statement, and passes its rows to `use`. The engine can be asked again afterwards. */
async function answer<T>(
  { engine, tables }: LoadedEngine,
  { question, origin, start }: Work,
  use: (answer: Answer) => Promise<T>,
): Promise<T> {
  try {
    const { columns, isJson, notes, ...first } = await start(engine)
    let next: Batch | undefined = first
    return await use({
      columns,
      isJson,
      tables,
      wasLoaded: origin !== 'kept',
      notes: origin === 'again' ? [LOADED_AGAIN, ...notes] : notes,
      async read() {
        const { rows, done } = next ?? (await engine.read(question.batch))
        next = undefined
        return { rows, done }
      },
    })
  } finally {
    await engine.finish()
  }
}

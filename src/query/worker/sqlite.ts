import init, { type CAPI, type Sqlite3Static, type WASM_API } from '@sqlite.org/sqlite-wasm'

export type { CAPI } from '@sqlite.org/sqlite-wasm'

/** What SQLite can hold, and what its functions pass and take. */
export type SqlValue = string | number | bigint | null | Uint8Array

/** SQLite with one database in memory. */
export interface Database {
  readonly capi: CAPI
  readonly wasm: WASM_API
  /** What `exec` and `values` throw, with the `resultCode`. */
  readonly SQLite3Error: Sqlite3Static['SQLite3Error']
  /** The handle that the functions of `capi` take. */
  readonly pointer: number
  /** Runs statements of our own. @throws {SQLite3Error} */
  exec(sql: string): void
  /** Returns the rows of a statement of our own. Integers beyond 2^53 are `bigint`. @throws {SQLite3Error} */
  values(sql: string, bind?: readonly SqlValue[]): unknown[][]
  /** What the program and its tables take of the process's memory, in bytes. It never becomes less. */
  memoryBytes(): number
  close(): void
}

/** The memory that the program needs from its start, in pages of 64 KiB: the package's own figure. */
const INITIAL_PAGES = 128
const PAGES_PER_MB = 16
/** The most that the program's 32-bit addresses can name, in MiB: the package grows to no more. */
const MAX_MB = 2048

/** TypeScript has the types of WebAssembly among those of browsers only. */
declare const WebAssembly: {
  Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBufferLike }
  Module: new (bytes: Uint8Array) => object
  instantiate(program: object, imports: object): Promise<object>
}

/** The package's function takes the options of its loader, which its types leave out. */
const load: (options: object) => Promise<Sqlite3Static> = init

const silent = (): void => {}

interface SqliteOptions {
  /**
   * What the program, its tables and the work on them may take together, in MiB. Never more is allocated. The
   * memory does not shrink before the worker ends.
   */
  maxMb: number
  /** The compiled program; without it, the file is read. */
  program?: unknown
}

/** Starts SQLite with an empty database. Nothing on disk is within its reach. */
export async function openDatabase({ maxMb, program }: SqliteOptions): Promise<Database> {
  const maximum = Math.max(INITIAL_PAGES, Math.min(maxMb, MAX_MB) * PAGES_PER_MB)
  const wasmMemory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum })
  const sqlite = await load({
    wasmMemory,
    print: silent,
    printErr: silent,
    ...(program instanceof WebAssembly.Module && { instantiateWasm: instantiate(program) }),
  })
  // It would print the statements of users.
  Object.assign(sqlite.config, { warn: silent, error: silent, debug: silent, log: silent })
  const { capi, wasm } = sqlite
  const database = new sqlite.oo1.DB(':memory:', 'c')
  const { pointer } = database
  if (pointer === undefined) throw new Error('SQLite opened no database.')
  return {
    capi,
    wasm,
    SQLite3Error: sqlite.SQLite3Error,
    pointer,
    exec: (sql) => void database.exec(sql),
    values: (sql, bind) =>
      database.exec({
        sql,
        ...(bind && { bind: [...bind] }),
        rowMode: 'array',
        returnValue: 'resultRows',
      }),
    memoryBytes: () => wasmMemory.buffer.byteLength,
    close: () => database.close(),
  }
}

/** Returns what the package's loader calls to make an instance. If it fails, the worker ends. */
function instantiate(program: object) {
  return (imports: object, done: (instance: object) => void): void =>
    void WebAssembly.instantiate(program, imports).then(done)
}

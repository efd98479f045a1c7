/** What a question in SQL takes and gives. The main thread, the worker and the tools agree on it. */

/** The tables that a statement can name. */
export type TableName = 'items' | 'other'

/**
 * What a column holds, over all rows: `JSON` objects and arrays, `MIXED` values of several kinds. Missing
 * and null values do not count.
 */
export type ColumnType = 'INTEGER' | 'REAL' | 'TEXT' | 'BOOLEAN' | 'JSON' | 'MIXED'

export interface Column {
  /** Its name in SQL. */
  name: string
  /** The field of the rows that it holds. */
  field: string
  type: ColumnType
}

/** A sentence about some columns, for answers to statements that name one of them or select all. */
export interface ColumnNote {
  /** Names by which a statement asks for what the sentence is about. */
  names: readonly string[]
  text: string
}

export interface TableInfo {
  name: TableName
  rows: number
  /** In the order of their first appearance; without `_row`. */
  columns: Column[]
  /** Sentences for the agent about what is not as in the rows, for each answer. */
  notes: string[]
  /** The same about single columns, such as renamed fields. */
  columnNotes?: readonly ColumnNote[]
}

/**
 * A value of a result. A `bigint` is an integer beyond 2^53. JSON is its text. `true` and `false` stand for 1
 * and 0 of a column that holds nothing else.
 */
export type Cell = string | number | bigint | boolean | null

/** A wrong statement, or one that takes too much. What happened, then what to do. */
export interface QueryFailure {
  happened: string
  remedy: string
}

/** What a new engine is. */
export interface EngineOptions {
  /** What all its tables and the work on them may take, in MiB: the maximum of its WebAssembly memory. */
  maxMb: number
  /** What must not stand in a table: the rows are redacted before they are stored. */
  secrets: readonly string[]
}

/** How an engine is made ready before its first question. */
export interface PrepareOptions {
  /** As in `EngineOptions`. */
  maxMb: number
  /** SQLite's compiled program; undefined if the worker has to read it. */
  program: unknown
  /** Whether no question waits for it, so that there is time to warm up. */
  isSpare: boolean
}

/** How a table is filled. */
export interface LoadOptions {
  table: TableName
  /** Fields to keep; undefined for all that are not hidden (`#…`). */
  fields: readonly string[] | undefined
}

export interface StatementOptions {
  sql: string
  /** How long the engine may work on it, without the time in which nobody reads. In milliseconds. */
  maxMs: number
  /** Of a longer text of a result only the beginning is returned, with a mark. In characters. */
  maxCellChars: number
}

/** How much is read of a result at a time. */
export interface BatchSize {
  maxRows: number
  /** Reading stops behind the row with which the values have so many characters. */
  maxChars: number
}

/** Rows of a result. */
export interface Batch {
  rows: Cell[][]
  /** Whether no row comes after these. */
  done: boolean
}

/** What the worker is told; it answers each in its order with a `Reply`. */
export type Command =
  | { do: 'prepare'; options: PrepareOptions }
  | { do: 'open'; options: EngineOptions }
  | { do: 'load'; options: LoadOptions }
  /** The next bytes of the rows of the table that is being loaded, as jsonl. */
  | { do: 'write'; bytes: Uint8Array<ArrayBuffer> }
  | { do: 'endLoad' }
  /** Starts a statement, and reads its first rows. */
  | { do: 'start'; options: StatementOptions; batch: BatchSize }
  | { do: 'read'; batch: BatchSize }
  /** Ends a statement that has rows left; its engine can be asked again. */
  | { do: 'finish' }

export type Reply =
  | { did: 'prepare' | 'open' | 'load' | 'finish' }
  | { did: 'write'; rows: number }
  /** `bytes`: what the engine takes with all its tables. */
  | { did: 'endLoad'; table: TableInfo; bytes: number }
  /** `isJson`: for each column, whether all its values are JSON. */
  | ({ did: 'start'; columns: string[]; isJson: boolean[]; notes: string[] } & Batch)
  | ({ did: 'read' } & Batch)
  | { did: 'fail'; failure: QueryFailure }

/** Where the rows of a table come from. */
export interface TableSource {
  /** Identifies the dataset among those of a tenant, by what it was asked for by: an id, a name or a run. */
  key: string
  /** The same by the dataset's id, which is known after `version`. */
  ownKey(): string
  fields: readonly string[] | undefined
  /**
   * Returns the version of the rows in the API; after `open`, that of the rows that were read. It does not have to be
   * awaited before `open`.
   * @returns another text whenever the rows may differ; undefined if they may change at any moment, so that no table is kept
   * @throws {ApiFailure} if there is no such dataset
   */
  version(): Promise<string | undefined>
  /** Passes the rows on as jsonl, with the secrets that they may hold. */
  open<T>(read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T>
}

export interface Question {
  sql: string
  items: TableSource
  other?: TableSource | undefined
  /** Of a longer text of a result only the beginning is returned. In characters. */
  maxCellChars: number
  /** How much each `read` of the answer returns. */
  batch: BatchSize
  /** Is told how many rows of a table are loaded, now and then. */
  onLoading?(table: TableName, rows: number): void
}

/** The rows of an answer, as far as somebody reads them. */
export interface Answer {
  columns: string[]
  /** For each column, whether it is one of a table that holds nothing but JSON: texts that can be parsed. */
  isJson: readonly boolean[]
  tables: TableInfo[]
  /** Whether the tables were loaded for this question. */
  wasLoaded: boolean
  /** Sentences for the agent: what the statement compares or casts, and how to do it safely. */
  notes: readonly string[]
  /** Returns the next rows. @throws {ToolError} if they take too much */
  read(): Promise<Batch>
}

/** Answers the questions of one call. */
export interface Queries {
  /** Begins to start what a question will need, if nothing waits for one. */
  prepare(): void
  /**
   * Loads the tables if they are not kept, runs the statement, and passes its answer to `use`.
   * @throws {ToolError} if the statement is wrong, or it or its tables take too much
   */
  ask<T>(question: Question, use: (answer: Answer) => Promise<T>): Promise<T>
}

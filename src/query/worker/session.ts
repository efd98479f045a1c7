import { createRedactor, type Redactor } from '../../exit/redact.ts'
import type {
  Batch,
  BatchSize,
  Command,
  EngineOptions,
  LoadOptions,
  PrepareOptions,
  Reply,
  StatementOptions,
  TableInfo,
} from '../query-contract.ts'
import { createAuthorizer } from './authorizer.ts'
import { resultCode } from './failures.ts'
import { registerFunctions } from './functions/index.ts'
import { cleanStatement, notesOn } from './hints/index.ts'
import { setLimits } from './limits.ts'
import { startLoad } from './load-table.ts'
import { openDatabase } from './sqlite.ts'
import { type Sandbox, type Statement, startStatement } from './statement.ts'
import { createStopwatch } from './stopwatch.ts'

/** Of a statement's time, the part that its notes may take: they count values. */
const NOTES_PART = 0.25

/** Of a longer name of a column of a result, only the beginning is shown. */
const MAX_NAME_CHARS = 200

type Load = ReturnType<typeof startLoad>

/** Starts an engine without tables. It takes about 30 ms. */
export async function startSandbox(
  options: Pick<PrepareOptions, 'maxMb'> & Partial<PrepareOptions>,
): Promise<Sandbox> {
  const db = await openDatabase(options)
  setLimits(db, options.maxMb)
  registerFunctions(db)
  return { db, tables: [], authorizer: createAuthorizer(db), stopwatch: createStopwatch(db) }
}

/** An engine with its tables, and the statement that runs on it. */
export class Session {
  private load: Load | undefined
  /** Why a table is not loaded. No statement is answered from a part of it. */
  private loadFailure: unknown
  private statement: Statement | undefined

  private readonly redactor: Redactor

  constructor(
    private readonly sandbox: Sandbox,
    { secrets }: Pick<EngineOptions, 'secrets'>,
  ) {
    this.redactor = createRedactor(secrets)
  }

  /**
   * Answers a command.
   * @throws {ToolError} for the agent; the engine can be asked again
   * @throws {Error} anything else, after which the engine cannot be trusted
   */
  answer(command: Exclude<Command, { do: 'prepare' | 'open' }>): Reply {
    switch (command.do) {
      case 'load':
        return this.begin(command.options)
      case 'write':
        return { did: 'write', rows: this.fill(() => this.loading().write(command.bytes)) }
      case 'endLoad':
        return this.end()
      case 'start':
        return this.start(command.options, command.batch)
      case 'read':
        return { did: 'read', ...this.read(command.batch) }
      case 'finish':
        this.finish()
        return { did: 'finish' }
    }
  }

  private begin(options: LoadOptions): Reply {
    this.load = this.fill(() => startLoad(this.sandbox.db, options, this.redactor))
    return { did: 'load' }
  }

  private end(): Reply {
    const table: TableInfo = this.fill(() => this.loading().end())
    this.sandbox.tables.push(table)
    this.load = undefined
    return { did: 'endLoad', table, bytes: this.sandbox.db.memoryBytes() }
  }

  private loading(): Load {
    if (!this.load) throw new Error('No table is being loaded.')
    return this.load
  }

  /** Works on a table that is loaded. */
  private fill<T>(work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.load = undefined
      this.loadFailure = error
      throw error
    }
  }

  private start(options: StatementOptions, batch: BatchSize): Reply {
    this.finish()
    if (this.loadFailure !== undefined) throw this.loadFailure
    const sql = cleanStatement(options.sql)
    const statement = startStatement(this.sandbox, { ...options, sql })
    this.statement = statement
    const notes = [...statement.notes, ...this.notes(sql)]
    // A cut could leave the beginning of a secret that nobody knows by it.
    const columns = statement.columns.map((name) => cutName(this.redactor.text(name)))
    return { did: 'start', columns, isJson: statement.isJson, notes, ...this.read(batch) }
  }

  /** Notes help, but no statement fails for want of them. */
  private notes(sql: string): string[] {
    const { db, stopwatch, authorizer, tables } = this.sandbox
    const left = stopwatch.leftMs()
    stopwatch.allow(left * NOTES_PART)
    const before = stopwatch.leftMs()
    const count = (query: string) =>
      Number(authorizer.guard('step', () => stopwatch.run(() => db.values(query)[0]?.[0])))
    try {
      return notesOn(sql, tables, count)
    } catch (error) {
      if (resultCode(error, db) !== undefined) return []
      throw error
    } finally {
      stopwatch.allow(left - (before - stopwatch.leftMs()))
    }
  }

  /** Reads rows. A statement ends with its last one, or when it fails. */
  private read(batch: BatchSize): Batch {
    if (!this.statement) throw new Error('No statement runs.')
    let isOver = true
    try {
      const read = this.statement.read(batch)
      isOver = read.done
      return read
    } finally {
      if (isOver) this.finish()
    }
  }

  private finish(): void {
    this.statement?.finish()
    this.statement = undefined
  }
}

function cutName(name: string): string {
  return name.length > MAX_NAME_CHARS ? `${name.slice(0, MAX_NAME_CHARS - 1)}…` : name
}

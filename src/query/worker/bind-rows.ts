import type { TableName } from '../query-contract.ts'
import { nativeFunctions } from './native-functions.ts'
import type { Memory } from './plain-json/tokens.ts'
import type { Database } from './sqlite.ts'

/** What most rows need for their texts, in bytes. Longer texts get memory of their own. */
const BUFFER_BYTES = 256 * 1024
/** Of UTF-8 for one unit of UTF-16. */
const MAX_UNIT_BYTES = 3
/** Shorter texts are copied faster one by one. */
const SHORT_CHARS = 24

const MAX_INT_32 = 2 ** 31 - 1

/** Is thrown for what SQLite answers instead of storing a value. */
export class SqliteFailure extends Error {
  override name = 'SqliteFailure'

  /** @param code a result code of SQLite */
  constructor(readonly code: number) {
    super(`SQLite failed with code ${code}.`)
  }
}

/**
 * Stores rows with one prepared statement. A row begins with `start`; what is not bound is NULL; `store` ends
 * it. Texts lie in one piece of memory until the row is stored.
 */
export class RowBinder {
  private readonly native
  private readonly buffer: number
  private current: Memory = { bytes: Buffer.alloc(0), words: new Int32Array() }
  private used = 0
  private readonly longTexts: number[] = []
  private statement = 0

  /** @throws {SqliteFailure} if memory is full */
  constructor(
    private readonly db: Database,
    private readonly table: TableName,
  ) {
    this.native = nativeFunctions(db)
    this.buffer = this.allocate(BUFFER_BYTES)
  }

  /** Prepares for rows of these columns. SQLite numbers the rows, which is faster than binding the number. */
  prepare(columns: readonly string[]): void {
    const { capi, wasm, pointer } = this.db
    const values = columns.map(() => '?').join()
    const filled = columns.length > 0 ? `(${columns.join()}) VALUES(${values})` : 'DEFAULT VALUES'
    const sql = `INSERT INTO ${this.table} ${filled}`
    const stack = wasm.pstack.pointer
    try {
      const found = wasm.pstack.alloc(8)
      this.check(capi.sqlite3_prepare_v2(pointer, sql, -1, found, 0))
      this.statement = Number(wasm.peekPtr(found))
    } finally {
      wasm.pstack.restore(stack)
    }
  }

  /** Begins a row, or begins it again. */
  start(): void {
    this.native.sqlite3_clear_bindings(this.statement)
    this.freeTexts()
  }

  /**
   * Binds a safe integer.
   * @param column from 1
   */
  integer(column: number, value: number): void {
    const { native, statement } = this
    const isShort = value <= MAX_INT_32 && value >= -MAX_INT_32
    this.check(
      isShort
        ? native.sqlite3_bind_int(statement, column, value)
        : native.sqlite3_bind_int64(statement, column, BigInt(value)),
    )
  }

  /** Binds an integer of up to 64 bits. */
  largeInteger(column: number, value: bigint): void {
    this.check(this.native.sqlite3_bind_int64(this.statement, column, value))
  }

  real(column: number, value: number): void {
    this.check(this.native.sqlite3_bind_double(this.statement, column, value))
  }

  /** @throws {SqliteFailure} if the text is too long, or memory is full */
  text(column: number, value: string): void {
    const fits = value.length * MAX_UNIT_BYTES <= BUFFER_BYTES - this.used
    const start = fits ? this.buffer + this.used : this.allocateFor(value)
    const bytes = this.encode(value, start)
    if (fits) this.used += bytes
    this.textAt(column, start, bytes)
  }

  /** Binds a text that lies in SQLite's memory, as UTF-8, until the row is stored. */
  textAt(column: number, address: number, bytes: number): void {
    this.check(this.native.sqlite3_bind_text(this.statement, column, address, bytes, 0))
  }

  /** SQLite's memory. It has other arrays after it grew. */
  get memory(): Memory {
    if (this.current.bytes.byteLength === 0) {
      const { buffer } = this.db.wasm.heap8u()
      this.current = { bytes: Buffer.from(buffer), words: new Int32Array(buffer) }
    }
    return this.current
  }

  /** @throws {SqliteFailure} if the row is too long, or memory is full */
  store(): void {
    const { native, statement } = this
    const code = native.sqlite3_step(statement)
    native.sqlite3_reset(statement)
    if (code !== this.db.capi.SQLITE_DONE) throw new SqliteFailure(code)
  }

  close(): void {
    this.finalize()
    this.freeTexts()
    this.free(this.buffer)
  }

  /** Ends the statement: the table's columns can be changed. */
  finalize(): void {
    if (this.statement !== 0) this.db.capi.sqlite3_finalize(this.statement)
    this.statement = 0
  }

  /** Writes a text into memory and returns its length in bytes. */
  private encode(text: string, start: number): number {
    const heap = this.memory.bytes
    const { length } = text
    if (length <= SHORT_CHARS) {
      let i = 0
      for (; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code > 127) break
        heap[start + i] = code
      }
      if (i === length) return length
    }
    return heap.write(text, start, 'utf8')
  }

  private freeTexts(): void {
    this.used = 0
    while (this.longTexts.length > 0) this.free(this.longTexts.pop() ?? 0)
  }

  private allocateFor(text: string): number {
    const allocated = this.allocate(Buffer.byteLength(text))
    this.longTexts.push(allocated)
    return allocated
  }

  /**
   * Returns the address of new memory.
   * @throws {SqliteFailure} if memory is full
   */
  allocate(bytes: number): number {
    const allocated = this.native.sqlite3_malloc(bytes)
    if (allocated === 0) throw new SqliteFailure(this.db.capi.SQLITE_NOMEM)
    return allocated
  }

  free(address: number): void {
    this.native.sqlite3_free(address)
  }

  private check(code: number): void {
    if (code !== 0) throw new SqliteFailure(code)
  }
}

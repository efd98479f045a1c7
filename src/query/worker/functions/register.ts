import type { Database, SqlValue } from '../sqlite.ts'
import { resultSetter } from './result-setter.ts'
import { argumentReader, OutOfMemory } from './values.ts'

/** How many arguments a function takes; of several counts, each is registered. */
type Arity = number | readonly number[]
/** Any number of arguments, in SQLite's words. */
export const ANY_COUNT = -1

export type Scalar = (...values: SqlValue[]) => SqlValue

/** An aggregate over the rows of a group. */
export interface Aggregate<State> {
  start(): State
  step(state: State, ...values: SqlValue[]): void
  /** Takes a row out again, which makes it a window function too. */
  inverse?(state: State, ...values: SqlValue[]): void
  result(state: State): SqlValue
  /** Is told that a state is not needed any more. */
  end?(state: State): void
  /** Whether whole numbers are returned as fractions. */
  isReal?: boolean
  /** Whether the result is JSON for functions that take JSON. */
  isJson?: boolean
}

/** The subtype of texts that SQLite's own functions take for JSON: the letter J. */
const JSON_SUBTYPE = 74
/** Longest message of an error, in characters. */
const MAX_MESSAGE = 1000

/** Registers a function. What it throws becomes the message of the statement's failure. */
export function addScalar(
  db: Database,
  name: string,
  arity: Arity,
  call: Scalar,
  options: { isPure?: boolean; isReal?: boolean } = {},
): void {
  const { capi, wasm, pointer } = db
  const read = argumentReader(db, name)
  const setResult = resultSetter(db)
  const address = wasm.installFunction('v(pip)', (context: number, count: number, values: number) =>
    guard(db, context, () => setResult(context, call(...read(count, values)), options.isReal)),
  )
  const flags =
    capi.SQLITE_UTF8 |
    capi.SQLITE_INNOCUOUS |
    (options.isPure === false ? 0 : capi.SQLITE_DETERMINISTIC)
  for (const count of typeof arity === 'number' ? [arity] : arity) {
    const code = createFunction(capi)(pointer, name, count, flags, 0, address, 0, 0)
    if (code !== capi.SQLITE_OK)
      throw new Error(`SQLite did not take the function ${name}: ${code}.`)
  }
}

type CreateFunction = (
  db: number,
  name: string,
  count: number,
  flags: number,
  data: number,
  call: number,
  step: number,
  final: number,
) => number

/** The package's type of the flags is one number alone, and the flags are several. */
function createFunction(capi: { sqlite3_create_function: unknown }): CreateFunction {
  const create: unknown = capi.sqlite3_create_function
  if (isFunction(create)) return create
  throw new Error('SQLite cannot take functions.')
}

function isFunction(value: unknown): value is (...values: (number | string)[]) => number {
  return typeof value === 'function'
}

/** Registers an aggregate. */
export function addAggregate<State>(
  db: Database,
  name: string,
  arity: Arity,
  aggregate: Aggregate<State>,
): void {
  const { capi, pointer } = db
  const calls = aggregateCalls(db, name, aggregate)
  const create: unknown = capi.sqlite3_create_window_function
  if (!isFunction(create)) throw new Error('SQLite cannot take aggregates.')
  const flags =
    capi.SQLITE_UTF8 | capi.SQLITE_INNOCUOUS | (aggregate.isJson ? capi.SQLITE_RESULT_SUBTYPE : 0)
  const [value, inverse] = aggregate.inverse ? [calls.value, calls.inverse] : [0, 0]
  for (const count of typeof arity === 'number' ? [arity] : arity) {
    const code = create(pointer, name, count, flags, 0, calls.step, calls.final, value, inverse, 0)
    if (code !== capi.SQLITE_OK)
      throw new Error(`SQLite did not take the function ${name}: ${code}.`)
  }
}

/** Returns the addresses of what SQLite calls for the rows and at the end of a group. */
function aggregateCalls<State>(db: Database, name: string, aggregate: Aggregate<State>) {
  const { wasm } = db
  const read = argumentReader(db, name)
  const setResult = resultSetter(db)
  const states = new States<State>(db)
  const change =
    (apply: ((state: State, ...values: SqlValue[]) => void) | undefined) =>
    (context: number, count: number, values: number) =>
      guard(db, context, () =>
        apply?.(states.open(context, aggregate.start), ...read(count, values)),
      )
  const value = (context: number) =>
    guard(db, context, () => {
      const state = states.find(context)
      setResult(context, aggregate.result(state ?? aggregate.start()), aggregate.isReal)
      if (aggregate.isJson) db.capi.sqlite3_result_subtype(context, JSON_SUBTYPE)
    })
  const final = (context: number) => {
    value(context)
    const state = states.take(context)
    if (state !== undefined) aggregate.end?.(state)
  }
  return {
    step: wasm.installFunction('v(pip)', change(aggregate.step)),
    inverse: wasm.installFunction('v(pip)', change(aggregate.inverse)),
    value: wasm.installFunction('v(p)', value),
    final: wasm.installFunction('v(p)', final),
  }
}

/** The states of the groups that are open. SQLite keeps the number of each in memory of its own. */
class States<State> {
  private readonly states = new Map<number, State>()
  private last = 0

  constructor(private readonly db: Database) {}

  open(context: number, start: () => State): State {
    const { capi, wasm } = this.db
    const address = capi.sqlite3_aggregate_context(context, 8)
    if (address === 0) throw new OutOfMemory()
    const found = this.states.get(wasm.peek32(address))
    if (found !== undefined) return found
    const state = start()
    this.states.set(++this.last, state)
    wasm.poke32(address, this.last)
    return state
  }

  find(context: number): State | undefined {
    return this.states.get(this.numberOf(context))
  }

  take(context: number): State | undefined {
    const number = this.numberOf(context)
    const state = this.states.get(number)
    this.states.delete(number)
    return state
  }

  private numberOf(context: number): number {
    const { capi, wasm } = this.db
    const address = capi.sqlite3_aggregate_context(context, 0)
    return address === 0 ? 0 : wasm.peek32(address)
  }
}

/** An exception must not pass through SQLite: it becomes the failure of the statement. */
function guard({ capi }: Database, context: number, work: () => void): void {
  try {
    work()
  } catch (error) {
    // The second is the package's, for a text that it cannot copy.
    if (error instanceof Error && ['OutOfMemory', 'WasmAllocError'].includes(error.name)) {
      capi.sqlite3_result_error_nomem(context)
      return
    }
    const message = error instanceof Error ? error.message : String(error)
    capi.sqlite3_result_error(context, message.slice(0, MAX_MESSAGE), -1)
  }
}

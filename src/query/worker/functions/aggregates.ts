import type { SqlValue } from '../sqlite.ts'
import { compareValues } from './compare.ts'
import { hold, release, sizeOf, tooMuchHeld } from './held-values.ts'
import type { Aggregate } from './register.ts'
import { FunctionError, MAX_RESULT_CHARS } from './values.ts'

/** The mean of the values so far, and the sum of their squared distances from it. */
interface Moments {
  count: number
  mean: number
  squares: number
}

/** Makes an aggregate of the distances from the mean, by Welford's method, which does not cancel digits. */
export function spread(name: string, of: (moments: Moments) => number | null): Aggregate<Moments> {
  return {
    isReal: true,
    start: () => ({ count: 0, mean: 0, squares: 0 }),
    step(state, value) {
      const number = toNumberOrFail(name, value)
      if (number === undefined) return
      const distance = number - state.mean
      state.count++
      state.mean += distance / state.count
      state.squares += distance * (number - state.mean)
    },
    inverse(state, value) {
      const number = toNumberOrFail(name, value)
      if (number === undefined) return
      const before = state.mean
      state.count--
      state.mean = state.count === 0 ? 0 : before - (number - before) / state.count
      state.squares =
        state.count === 0
          ? 0
          : Math.max(0, state.squares - (number - before) * (number - state.mean))
    },
    result: of,
  }
}

export function ofSample({ count, squares }: Moments): number | null {
  return count < 2 ? null : squares / (count - 1)
}

export function ofAll({ count, squares }: Moments): number | null {
  return count < 1 ? null : squares / count
}

export function root(of: (moments: Moments) => number | null) {
  return (moments: Moments): number | null => {
    const variance = of(moments)
    return variance === null ? null : Math.sqrt(variance)
  }
}

/** A longer text is not a number. */
const MAX_NUMBER_CHARS = 400

/** SQLite's own aggregates take a text such as "N/A" for 0; these do not. */
function toNumberOrFail(name: string, value: SqlValue | undefined): number | undefined {
  if (value === null || value === undefined) return undefined
  const isPlain =
    typeof value === 'string' &&
    value.length <= MAX_NUMBER_CHARS &&
    /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)
  if (typeof value === 'number' || typeof value === 'bigint' || isPlain) return Number(value)
  throw new FunctionError(
    name,
    `a value is no number: \`${String(value).slice(0, 40)}\``,
    `Write \`${name}(to_number(x))\`.`,
  )
}

interface Counts {
  yes: number
  no: number
}

/** Makes an aggregate of true and false. NULL values do not count. */
export function ofTruth(name: string, of: (counts: Counts) => SqlValue): Aggregate<Counts> {
  const add = (state: Counts, value: SqlValue | undefined, by: number) => {
    if (value === null || value === undefined) return
    if (isTrue(name, value)) state.yes += by
    else state.no += by
  }
  return {
    start: () => ({ yes: 0, no: 0 }),
    step: (state, value) => add(state, value, 1),
    inverse: (state, value) => add(state, value, -1),
    result: of,
  }
}

function isTrue(name: string, value: SqlValue): boolean {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) !== 0
  throw new FunctionError(
    name,
    `a value is neither true nor false: \`${String(value).slice(0, 40)}\``,
    `Write a comparison: \`${name}(x = 'yes')\`.`,
  )
}

interface Held {
  value: SqlValue
}

export const anyValue: Aggregate<Held> = {
  start: () => ({ value: null }),
  step(state, value = null) {
    if (state.value !== null || value === null) return
    hold('any_value', sizeOf(value))
    state.value = value
  },
  result: (state) => state.value,
  end: (state) => release(sizeOf(state.value)),
}

interface Extreme {
  value: SqlValue
  key: SqlValue
}

/** Returns the first argument of the row in which the second is the greatest (1) or least (-1). */
export function valueAt(direction: 1 | -1): Aggregate<Extreme> {
  return {
    start: () => ({ value: null, key: null }),
    step(state, value = null, key = null) {
      if (key === null) return
      if (state.key !== null && compareValues(key, state.key) * direction <= 0) return
      hold(
        direction === 1 ? 'max_by' : 'min_by',
        sizeOf(value) + sizeOf(key) - sizeOf(state.value) - sizeOf(state.key),
      )
      Object.assign(state, { value, key })
    },
    result: (state) => state.value,
    end: (state) => release(sizeOf(state.value) + sizeOf(state.key)),
  }
}

interface Parts {
  parts: string[]
  chars: number
}

/** Makes an array of all values, as JSON. NULL values are in it, as in Postgres. */
export const arrayAgg: Aggregate<Parts> = {
  isJson: true,
  start: () => ({ parts: [], chars: 0 }),
  step(state, value = null) {
    const text = toJson(value)
    const chars = text.length + 1
    if (state.chars + chars > MAX_RESULT_CHARS)
      throw tooMuchHeld('array_agg', `an array has more than ${MAX_RESULT_CHARS} characters`)
    hold('array_agg', chars)
    state.parts.push(text)
    state.chars += chars
  },
  result: ({ parts }) => (parts.length === 0 ? null : `[${parts.join(',')}]`),
  end: (state) => release(state.chars),
}

function toJson(value: SqlValue): string {
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Uint8Array) {
    throw new FunctionError('array_agg', 'JSON cannot hold a BLOB', 'Write `array_agg(hex(x))`.')
  }
  return JSON.stringify(value)
}

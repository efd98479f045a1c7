import { z } from 'zod'

/**
 * Fields of the API that are only shown. A value of another form is read if its meaning is certain,
 * such as `"12"` for 12; otherwise it counts as missing, as null does. None of them ever makes a call fail.
 */

/** The longest ID of the API; see `resourceId`. */
const MAX_ID_LENGTH = 128
/** What an ID or `user~name` looks like. A path cannot be made from anything else. */
const REFERENCE = /^(?:[\w.-]*[~/])?[\w.-]+$/
/** A number as text, as some gateways and languages write it. */
const NUMERAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
/** Dates as text: ISO 8601, or as in HTTP and mail headers. `Date.parse` alone accepts almost any text. */
const DATE = /^\s*(?:\d{4}-\d\d-\d\d|(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}\b)/
/** From 2000 to 2100, in milliseconds since 1970. A number beyond is not a time of the platform. */
const PLAUSIBLE_MS = { from: 946_684_800_000, to: 4_102_444_800_000 }

export const text = z.unknown().transform(asText).nullish()
/** JSON as text; some servers send the value itself. */
export const jsonText = z.unknown().transform(asJsonText).nullish()
export const number = z.unknown().transform(asNumber).nullish()
/** A whole number from 0 that a double can hold. */
export const count = z.unknown().transform(asCount).nullish()
export const integer = z.unknown().transform(asInteger).nullish()
/** An amount or a size: a number from 0. */
export const amount = z.unknown().transform(asAmount).nullish()
export const flag = z.unknown().transform(asFlag).nullish()
/** A time as ISO 8601. */
export const time = z.unknown().transform(asTime).nullish()
/** The ID of another resource, from which requests can be made. */
export const reference = z.unknown().transform(asReference).nullish()
/** A JSON object whose form is up to others. */
export const anyObject = z.record(z.string(), z.unknown()).nullish().catch(undefined)

/** The ID of the resource itself: without one, the answer is of no use, or not from the API. */
export const requiredId = z.string().trim().min(1)

/** An object within an answer; one of another form counts as missing. */
export function part<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).nullish().catch(undefined)
}

/** The API lists at most 1000 entries on a page. More would take long to read and to fit. */
const MAX_ENTRIES = 2000

/** A list whose entries keep their places: one of another form becomes an entry without fields. */
export function entries<S extends z.ZodObject>(entry: S) {
  return z
    .array(z.unknown())
    .max(MAX_ENTRIES)
    .transform((list) => list.map((one) => readEntry(entry, one)))
}

/** Objects by name, which keep their names: one of another form becomes an object without fields. */
export function entriesByName<S extends z.ZodObject>(entry: S) {
  return z
    .record(z.string(), z.unknown())
    .transform((named) =>
      Object.fromEntries(Object.entries(named).map(([name, one]) => [name, readEntry(entry, one)])),
    )
    .nullish()
    .catch(undefined)
}

/** @param entry a schema all of whose fields may be missing */
function readEntry<S extends z.ZodObject>(entry: S, value: unknown): z.output<S> {
  const read = entry.safeParse(value)
  return read.success ? read.data : entry.parse({})
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

function asJsonText(value: unknown): string | undefined {
  return typeof value === 'object' ? JSON.stringify(value) : asText(value)
}

function asNumber(value: unknown): number | undefined {
  const found = typeof value === 'string' && NUMERAL.test(value.trim()) ? Number(value) : value
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

function asInteger(value: unknown): number | undefined {
  const found = asNumber(value)
  return Number.isSafeInteger(found) ? found : undefined
}

function asCount(value: unknown): number | undefined {
  const found = asInteger(value)
  return found !== undefined && found >= 0 ? found : undefined
}

function asAmount(value: unknown): number | undefined {
  const found = asNumber(value)
  return found !== undefined && found >= 0 && found <= Number.MAX_SAFE_INTEGER ? found : undefined
}

function asFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 1) return true
  return value === 'false' || value === 0 ? false : undefined
}

function asTime(value: unknown): string | undefined {
  const epoch = asNumber(value)
  if (epoch !== undefined) return timeSinceEpoch(epoch)
  if (typeof value !== 'string' || !DATE.test(value)) return undefined
  const ms = Date.parse(value)
  if (Number.isNaN(ms)) return undefined
  return /^\d{4}-/.test(value) ? value : new Date(ms).toISOString()
}

/** @param epoch milliseconds or seconds since 1970 */
function timeSinceEpoch(epoch: number): string | undefined {
  const { from, to } = PLAUSIBLE_MS
  const ms = [epoch, epoch * 1000].find((one) => one >= from && one <= to)
  return ms === undefined ? undefined : new Date(ms).toISOString()
}

function asId(value: unknown): string | undefined {
  return (Number.isSafeInteger(value) ? String(value) : asText(value)?.trim()) || undefined
}

function asReference(value: unknown): string | undefined {
  const id = asId(value)
  if (id === undefined || id.length > MAX_ID_LENGTH || !REFERENCE.test(id)) return undefined
  // Only dots would lead out of their place in a path.
  return id.split(/[~/]/).some((name) => /^\.+$/.test(name)) ? undefined : id
}

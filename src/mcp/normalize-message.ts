import { decodeJson, isObject } from '../shared/json.ts'
import { excessOf } from '../shared/json-excess.ts'
import { PAYMENT_KEY } from '../shared/payment-required.ts'

type Json = Record<string, unknown>

/** Arguments are decoded at most this often: each program on their way may have encoded them once. */
const MAX_DECODINGS = 3
/** How deep nulls are looked for. The messages of MCP are flatter. */
const MAX_DEPTH = 16

/**
 * Returns a message as its sender means it. Many clients write null for what is not set, and some
 * write `arguments` as a string of JSON. The values in the arguments of a tool are data and stay.
 */
export function normalizeMessage(message: Json): Json {
  const { id, params, ...members } = message
  return {
    ...withoutNulls(members),
    ...(keepsId(message) && { id }),
    // Some clients answer a ping with the result null.
    ...(isBareResult(message) && { result: {} }),
    ...(params != null && { params: normalizeParams(String(message.method), params) }),
  }
}

/** Returns whether an id counts. A request with the id null stays: dropping it would drop its answer. */
function keepsId({ id, method }: Json): boolean {
  if (id !== null) return id !== undefined
  return typeof method === 'string' && !method.startsWith('notifications/')
}

function isBareResult({ result, error, method }: Json): boolean {
  return result === null && error == null && method == null
}

function normalizeParams(method: string, params: unknown): unknown {
  if (!isObject(params)) return params
  const { arguments: args, ...rest } = params
  const given = withoutNulls(rest)
  if (method === 'initialize') given.capabilities ??= {}
  keepPayment(rest._meta, given._meta)
  const read = typeof args === 'string' ? readArguments(args) : args
  if (read != null) given.arguments = method === 'tools/call' ? read : clean(read, MAX_DEPTH)
  return given
}

/** Keeps a payment as it was sent: it is compared with the terms that it accepts, which may have nulls. */
function keepPayment(sent: unknown, kept: unknown): void {
  if (isObject(sent) && isObject(kept) && PAYMENT_KEY in sent) kept[PAYMENT_KEY] = sent[PAYMENT_KEY]
}

/** Returns arguments that were sent as text. Text that is not a JSON object stays, as does its error. */
function readArguments(sent: string): unknown {
  let read: unknown = sent
  for (let left = MAX_DECODINGS; left > 0 && typeof read === 'string'; left--) {
    // A byte order mark is a blank to `trim`.
    const text = read.trim()
    if (excessOf(text)) return sent
    read = text === '' ? null : decodeJson(text)
  }
  return read === null || isObject(read) ? read : sent
}

function withoutNulls(value: Json): Json {
  return cleanObject(value, MAX_DEPTH)
}

function cleanObject(value: Json, depth: number): Json {
  const kept = Object.entries(value).filter(([, entry]) => entry !== null)
  return Object.fromEntries(kept.map(([key, entry]) => [key, clean(entry, depth)]))
}

function clean(value: unknown, depth: number): unknown {
  if (depth === 0) return value
  if (Array.isArray(value))
    return value.filter((entry) => entry !== null).map((entry) => clean(entry, depth - 1))
  return isObject(value) ? cleanObject(value, depth - 1) : value
}

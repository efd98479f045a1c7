import { z } from 'zod'
import { isObject } from '../shared/json.ts'
import { describeParamsError } from './describe-params-error.ts'
import { capabilities, clientInfo, logLevel, object, text } from './message-shapes.ts'
import { normalizeMessage } from './normalize-message.ts'

/** Error codes of JSON-RPC 2.0, section 5.1. */
export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600
export const INVALID_PARAMS = -32602
export const INTERNAL_ERROR = -32603

/** The key of `_meta` under which each request names its version, from 2026-07-28 on. */
export const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'
/** The key of `_meta` under which each request says what the client can do. */
export const CAPABILITIES_KEY = 'io.modelcontextprotocol/clientCapabilities'
export const LOG_LEVEL_KEY = 'io.modelcontextprotocol/logLevel'

/** A longer method or version is none of the protocol, and errors of the SDKs repeat it. In characters. */
const MAX_NAME_CHARS = 200
const TOO_LONG = `must be at most ${MAX_NAME_CHARS} characters long`
const method = z.string().max(MAX_NAME_CHARS)

const AN_ID = 'must be a string or an integer'
const id = z.union([z.string(), z.int()], AN_ID)
const meta = object({
  progressToken: id.optional(),
  'io.modelcontextprotocol/related-task': object({ taskId: text }).optional(),
  [VERSION_KEY]: text.max(MAX_NAME_CHARS, TOO_LONG).optional(),
  'io.modelcontextprotocol/clientInfo': clientInfo.optional(),
  [CAPABILITIES_KEY]: capabilities.optional(),
  [LOG_LEVEL_KEY]: logLevel.optional(),
})
const params = object({ _meta: meta.optional() })
const jsonrpc = z.literal('2.0')
const error = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() })

const message = z.union([
  z.strictObject({ jsonrpc, id, method, params: params.optional() }),
  z.strictObject({ jsonrpc, method, params: params.optional() }),
  z.strictObject({ jsonrpc, id, result: params }),
  z.strictObject({ jsonrpc, id: id.optional(), error }),
])

/** A JSON-RPC 2.0 message of any protocol version. */
export type Message = z.output<typeof message>
/** A message that expects a response. */
export type RequestMessage = Extract<Message, { id: string | number; method: string }>

/** What is wrong with a message, in one sentence. */
export class MessageError extends Error {
  override name = 'MessageError'

  /** @param id that of the request; null if it has no readable one, undefined for a notification */
  constructor(
    readonly code: number,
    message: string,
    readonly id: string | number | null | undefined,
  ) {
    super(message)
  }
}

/**
 * Reads a message, without the code of any era. What is null in it counts as absent.
 * @throws {MessageError} if it is malformed
 */
export function readMessage(json: unknown): Message {
  if (!isObject(json))
    throw new MessageError(
      INVALID_REQUEST,
      'This is JSON, but not a JSON-RPC 2.0 message, which is an object.',
      null,
    )
  const normalized = normalizeMessage(json)
  const { data } = message.safeParse(normalized)
  if (data) return data
  const given = id.safeParse(normalized.id)
  const invalid = problemOfEnvelope(normalized)
  // The id of a response is one of ours.
  const answered = isResponse(normalized) ? null : (given.data ?? null)
  if (invalid) throw new MessageError(INVALID_REQUEST, invalid, answered)
  const { error: wrong } = params.safeParse(normalized.params, { reportInput: true })
  throw new MessageError(INVALID_PARAMS, describeParamsError(wrong), given.data)
}

const MEMBERS = new Set(['jsonrpc', 'id', 'method', 'params'])

function isResponse(json: Record<string, unknown>): boolean {
  return 'result' in json || 'error' in json
}

/** Returns what is wrong outside the `params` of a malformed message; undefined if nothing is. */
function problemOfEnvelope(json: Record<string, unknown>): string | undefined {
  if (json.jsonrpc !== '2.0') return '`jsonrpc` must be "2.0".'
  if (isResponse(json))
    return 'A response must have an `id` and either an object `result` or an `error` with code and message.'
  if (typeof json.method !== 'string') return '`method` must be a string.'
  if (json.method.length > MAX_NAME_CHARS) return `\`method\` ${TOO_LONG}.`
  if ('id' in json && !id.safeParse(json.id).success) return `\`id\` ${AN_ID}.`
  if (Object.keys(json).some((key) => !MEMBERS.has(key)))
    return 'A message can only have the members `jsonrpc`, `id`, `method` and `params`.'
  return undefined
}

/** Returns whether a message expects a response. */
export function isRequest(message: Message): message is RequestMessage {
  return 'method' in message && 'id' in message
}

/** The supported versions without a handshake. */
export const MODERN_VERSIONS = ['2026-07-28']
/** The first version without a handshake. */
const FIRST_MODERN = '2026-07-28'

const claiming = z.object({ params: z.object({ _meta: z.looseObject({}) }) })

/** Returns whether a message names its version, as legacy messages never do. */
export function claimsVersion(json: unknown): boolean {
  const { data } = claiming.safeParse(json)
  return data !== undefined && VERSION_KEY in data.params._meta
}

/** Returns the version that a message names; undefined if there is none, or it is not a string. */
export function claimedVersion(json: unknown): string | undefined {
  const version = claiming.safeParse(json).data?.params._meta[VERSION_KEY]
  return typeof version === 'string' ? version : undefined
}

/** Returns whether a header MCP-Protocol-Version names a version without a handshake. */
export function isModernVersion(version: string | undefined): boolean {
  return version !== undefined && /^\d{4}-\d\d-\d\d$/.test(version) && version >= FIRST_MODERN
}

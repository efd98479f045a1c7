import { z } from 'zod'

/** Error codes of JSON-RPC 2.0, section 5.1. */
export const PARSE_ERROR = -32700
export const INVALID_REQUEST = -32600

const id = z.union([z.string(), z.int()])
const meta = z.looseObject({
  progressToken: id.optional(),
  'io.modelcontextprotocol/related-task': z.looseObject({ taskId: z.string() }).optional(),
})
const params = z.looseObject({ _meta: meta.optional() })
const jsonrpc = z.literal('2.0')
const error = z.object({ code: z.int(), message: z.string(), data: z.unknown().optional() })

const message = z.union([
  z.strictObject({ jsonrpc, id, method: z.string(), params: params.optional() }),
  z.strictObject({ jsonrpc, method: z.string(), params: params.optional() }),
  z.strictObject({ jsonrpc, id, result: params }),
  z.strictObject({ jsonrpc, id: id.optional(), error }),
])

/** A JSON-RPC 2.0 message of any protocol version. */
export type Message = z.output<typeof message>
/** A message that expects a response. */
export type RequestMessage = Extract<Message, { id: string | number; method: string }>

/** Parses a message without the code of any era; returns undefined if it is malformed. */
export function readMessage(json: unknown): Message | undefined {
  return message.safeParse(json).data
}

/** Returns whether a message expects a response. */
export function isRequest(message: Message): message is RequestMessage {
  return 'method' in message && 'id' in message
}

/** The key of `_meta` under which each request names its version, from 2026-07-28 on. */
const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'
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

import {
  CancelledNotificationSchema,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type RequestId,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/sdk/types.js'
import { declaresViews } from '../apps/client-views.ts'
import {
  claimsVersion,
  INVALID_REQUEST,
  isModernVersion,
  isRequest,
  LOG_LEVEL_KEY,
  type Message,
  MessageError,
  MODERN_VERSIONS,
  type RequestMessage,
  readMessage,
} from '../jsonrpc.ts'
import { HttpError } from './http-error.ts'

/** The messages of one POST, and how they are to be answered. */
export interface Post {
  requests: RequestMessage[]
  /** Ids of requests that the client cancels. */
  cancelled: RequestId[]
  isBatch: boolean
  isInitialize: boolean
  /** Whether its handshake declares that the client shows views. */
  declaresViews: boolean
  /** Whether the answer is a stream of announcements, which lasts until the client ends it. */
  isSubscription: boolean
  claim: AcceptedClaim
  /** Whether the answer may take long, so that a stream must report progress or keep it alive. */
  mayTakeLong: boolean
}

/** The revisions of the protocol that the client speaks, by the body and the header. */
type AcceptedClaim =
  /** From 2026-07-28 on, without a handshake. */
  | { era: 'modern' }
  /** Up to 2025-11-25; `version` is that of the header, if the SDK knows it. */
  | { era: 'legacy'; version: string | undefined }

type VersionClaim = AcceptedClaim | { era: 'unknown' }

/** Messages of one batch at most. A batch counts as one request for --max-concurrency. */
const MAX_BATCH = 100
/** The first version without batches. */
const BATCHES_REMOVED = '2025-06-18'

/**
 * Parses the body of a POST.
 * @param body the body as parsed JSON
 * @param version the header MCP-Protocol-Version
 * @throws {HttpError} 400 with what is wrong
 */
export function parsePost(body: unknown, version: string | undefined): Post {
  const isBatch = Array.isArray(body)
  const raw: unknown[] = isBatch ? body : [body]
  const messages = raw.slice(0, MAX_BATCH).map((each) => messageOf(each, isBatch))
  const requests = messages.filter(isRequest)
  const handshake = requests.find(({ method }) => method === 'initialize')
  const isInitialize = handshake !== undefined
  const claim = claimOf(isBatch ? messages : messages[0], isInitialize, version)
  if (claim.era === 'unknown') {
    const known = [...MODERN_VERSIONS, ...SUPPORTED_PROTOCOL_VERSIONS].join(', ')
    throw invalid(`Unsupported MCP-Protocol-Version. Supported versions: ${known}.`)
  }
  if (isBatch) checkBatch(raw, requests, version ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION)
  // Modern clients cancel over HTTP by closing the connection.
  const cancelled = claim.era === 'modern' ? [] : messages.flatMap(cancelledBy)
  const isSubscription =
    claim.era === 'modern' && requests.some(({ method }) => method === 'subscriptions/listen')
  return {
    requests,
    cancelled,
    claim,
    isBatch,
    isInitialize,
    declaresViews: declaresViews(handshake?.params?.capabilities),
    isSubscription,
    mayTakeLong: requests.some(mayTakeLong),
  }
}

function claimOf(body: unknown, isInitialize: boolean, version: string | undefined): VersionClaim {
  const isBatch = Array.isArray(body)
  if (!isBatch && claimsVersion(body)) return { era: 'modern' }
  if (version === undefined) return { era: 'legacy', version }
  // `initialize` negotiates the version, so its header does not count.
  if (!isBatch && !isInitialize && isModernVersion(version)) return { era: 'modern' }
  if (SUPPORTED_PROTOCOL_VERSIONS.includes(version)) return { era: 'legacy', version }
  // A batch with a modern version is refused later, for being a batch.
  const isRefusedAsBatch = isBatch && isModernVersion(version)
  return isInitialize || isRefusedAsBatch
    ? { era: 'legacy', version: undefined }
    : { era: 'unknown' }
}

function messageOf(raw: unknown, isBatch: boolean): Message {
  try {
    return readMessage(raw)
  } catch (error) {
    if (!(error instanceof MessageError)) throw error
    const { code, message, id } = error
    // The id would mark the error as the answer to one request of the batch, but it answers all.
    throw new HttpError(400, message, { code, ...(!isBatch && { id }) })
  }
}

function checkBatch(raw: unknown[], requests: RequestMessage[], version: string): void {
  if (version >= BATCHES_REMOVED)
    throw invalid(`MCP ${version} does not support batches. Send one message per POST.`)
  if (raw.length === 0 || raw.length > MAX_BATCH)
    throw invalid(`A batch must have 1 to ${MAX_BATCH} messages.`)
  if (new Set(requests.map(({ id }) => id)).size < requests.length)
    throw invalid('Two requests in the batch have the same id. Give each its own.')
}

function invalid(message: string): HttpError {
  return new HttpError(400, message, { code: INVALID_REQUEST })
}

function cancelledBy(message: Message): RequestId[] {
  if (!('method' in message) || message.method !== 'notifications/cancelled') return []
  const requestId = CancelledNotificationSchema.safeParse(message).data?.params.requestId
  return requestId === undefined ? [] : [requestId]
}

/** Methods of requests that call a tool, or do what a tool does: only these have a progress or a log. */
const CALLING = new Set(['tools/call', 'resources/read', 'tasks/get', 'tasks/cancel'])

/** Returns whether a request makes a call and asks for its progress or log, names how long to wait, or waits for a task. */
function mayTakeLong({ method, params }: RequestMessage): boolean {
  if (method === 'tasks/result') return true
  if (!CALLING.has(method)) return false
  const meta = params?._meta
  if (meta?.progressToken !== undefined || meta?.[LOG_LEVEL_KEY] !== undefined) return true
  const args: unknown = method === 'tools/call' ? params?.arguments : undefined
  return typeof args === 'object' && args !== null && 'waitSecs' in args
}

export type Form = 'json' | 'stream'

/**
 * Returns the form of the answer: JSON if the client accepts it, but a stream for a long call.
 * @param accept the header Accept
 * @throws {HttpError} 406 if the client accepts neither
 */
export function formOfAnswer(accept: string | undefined, mayTakeLong: boolean): Form {
  const accepted = (accept ?? '*/*')
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .filter(([, ...parameters]) => !parameters.some((text) => /^q=0(?:\.0*)?$/.test(text)))
    .map(([type]) => type)
  const json = ['application/json', 'application/*', '*/*'].some((type) => accepted.includes(type))
  // An event stream is for clients that name it: `*/*` of a plain HTTP client wants one document.
  const stream = accepted.includes('text/event-stream') || accepted.includes('text/*')
  if (stream && (mayTakeLong || !json)) return 'stream'
  if (json) return 'json'
  throw new HttpError(
    406,
    'The Accept header must allow application/json, text/event-stream, or both.',
  )
}

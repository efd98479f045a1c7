import { isObject } from '../../shared/json.ts'

/** How many requests may be in progress; more wait for an answer to one of them. */
const MAX_OPEN = 1000
/** How many requests begin in one turn of the event loop: most answers are ready in the next. */
const MAX_PER_TURN = 64
/** What a line of this many characters holds is kept with it; that of a longer one is parsed again. */
const MAX_SMALL_CHARS = 4096

interface InboxOptions {
  /** Handles a message, and answers a malformed one. `json` is what the line holds, if that is known. */
  deliver(line: string, json?: unknown): void
  /** Returns whether more answers can be written. */
  hasRoom(): boolean
  /** Called when lines that waited were delivered. */
  onDelivered(): void
}

interface Waiting {
  line: string
  id: unknown
  /** What the line holds, if it is small. */
  json: unknown
}

/**
 * The lines that were read. A request waits here while the client does not read the answers to others, or
 * too many are in progress. Cancellations and answers of the client do not wait, since they end requests.
 */
export class Inbox {
  private readonly options: InboxOptions
  /** In the order in which they were read. */
  private readonly waiting = new Set<Waiting>()
  private readonly waitingIds = new Map<unknown, Waiting>()
  private waitingChars = 0
  /** How many requests in progress have each id. */
  private readonly open = new Map<unknown, number>()
  private openCount = 0
  private begunInTurn = 0

  constructor(options: InboxOptions) {
    this.options = options
  }

  /** The number of characters of the lines that wait. */
  get size(): number {
    return this.waitingChars
  }

  /** Takes a line with what it holds; undefined if that is not JSON. */
  add(line: string, json: unknown): void {
    const message = isObject(json) ? json : {}
    if (expectsNoAnswer(message)) {
      this.forgetCancelled(message)
      this.options.deliver(line, json)
    } else if (this.waiting.size === 0 && this.canBegin()) this.begin(line, message.id, json)
    else {
      const isSmall = line.length <= MAX_SMALL_CHARS
      this.keep({ line, id: message.id, json: isSmall ? json : undefined })
    }
  }

  /** Notes that a request was answered. */
  answered(id: unknown): void {
    this.close(id)
    this.deliverWaiting()
  }

  /** Delivers what waits, as far as there is room. */
  deliverWaiting(): void {
    if (this.waiting.size === 0) return
    for (const next of this.waiting) {
      if (!this.canBegin()) break
      this.drop(next)
      this.begin(next.line, next.id, next.json)
    }
    this.options.onDelivered()
  }

  private canBegin(): boolean {
    return this.openCount < MAX_OPEN && this.begunInTurn < MAX_PER_TURN && this.options.hasRoom()
  }

  private begin(line: string, id: unknown, json?: unknown): void {
    if (isId(id)) {
      this.open.set(id, (this.open.get(id) ?? 0) + 1)
      this.openCount++
    }
    if (this.begunInTurn++ === 0)
      setImmediate(() => {
        this.begunInTurn = 0
        this.deliverWaiting()
      })
    this.options.deliver(line, json)
  }

  private keep(waiting: Waiting): void {
    this.waiting.add(waiting)
    this.waitingIds.set(waiting.id, waiting)
    this.waitingChars += waiting.line.length
  }

  private drop(waiting: Waiting): void {
    this.waiting.delete(waiting)
    if (this.waitingIds.get(waiting.id) === waiting) this.waitingIds.delete(waiting.id)
    this.waitingChars -= waiting.line.length
  }

  private close(id: unknown): void {
    const count = this.open.get(id)
    if (count === undefined) return
    this.openCount--
    if (count === 1) this.open.delete(id)
    else this.open.set(id, count - 1)
  }

  /** A cancelled request gets no answer, so it must not wait, and is no longer in progress. */
  private forgetCancelled({ method, params }: Record<string, unknown>): void {
    if (method !== 'notifications/cancelled' || !isObject(params)) return
    const waiting = isId(params.requestId) ? this.waitingIds.get(params.requestId) : undefined
    if (waiting) this.drop(waiting)
    else this.close(params.requestId)
  }
}

function isId(id: unknown): id is string | number {
  return typeof id === 'string' || typeof id === 'number'
}

const MEMBERS = new Set(['jsonrpc', 'id', 'method', 'params', 'result', 'error'])

/** Returns whether a message is a well-formed notification or response: all else is answered. */
function expectsNoAnswer(message: Record<string, unknown>): boolean {
  if (message.jsonrpc !== '2.0' || Object.keys(message).some((key) => !MEMBERS.has(key)))
    return false
  const { id, method, result, error } = message
  if (method === undefined) return isId(id) && (isObject(result) || isObject(error))
  const isNotification = id === undefined && result === undefined && error === undefined
  return isNotification && typeof method === 'string' && method.startsWith('notifications/')
}

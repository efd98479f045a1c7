import type { RequestId } from '@modelcontextprotocol/sdk/types.js'

/** A POST whose requests are being answered. */
export interface InFlightPost {
  /** The digest of the client that sent it. */
  tenant: string
  /** Its Mcp-Session-Id, which tells calls of clients apart. */
  sessionId: string | undefined
  requestIds: ReadonlySet<RequestId>
  /** Stops one request. */
  cancel(requestId: RequestId): void
  /** Stops all its requests and answers them with this error. */
  end(message: string): void
}

/** Names a call that its client cancels. */
export interface CallName {
  /** The digest of the client. */
  tenant: string
  sessionId: string
  requestId: RequestId
}

/** The POSTs that this process is answering, for cancellation and shutdown. */
export class InFlightRequests {
  private readonly posts = new Set<InFlightPost>()
  /** Those whose client is gone, and whose work goes on. */
  private readonly left = new Set<InFlightPost>()
  private readonly subscriptions = new Set<InFlightPost>()
  private closed = false
  private openCount = 0
  private whenDrained: (() => void) | undefined

  get size(): number {
    return this.posts.size
  }

  /** Whether no more are accepted, since the process is about to end. */
  get isClosed(): boolean {
    return this.closed
  }

  /** Accepts no more, and ends the subscriptions, which would not end by themselves. */
  close(): void {
    this.closed = true
    for (const post of this.subscriptions) post.end('The server is shutting down.')
  }

  /** Counts an HTTP request of any kind; returns a function to call when it is answered. */
  trackRequest(): () => void {
    this.openCount++
    return () => {
      this.openCount--
      this.checkDrained()
    }
  }

  /** Adds a POST; returns a function that removes it. */
  add(post: InFlightPost): () => void {
    this.posts.add(post)
    return () => {
      this.posts.delete(post)
    }
  }

  /** Keeps a POST whose client is gone within reach; returns a function to call when its work is done. */
  leave(post: InFlightPost): () => void {
    this.left.add(post)
    return () => {
      this.left.delete(post)
      this.checkDrained()
    }
  }

  /** Adds a POST that is answered with announcements; returns a function that removes it. */
  addSubscription(post: InFlightPost): () => void {
    this.subscriptions.add(post)
    return () => {
      this.subscriptions.delete(post)
    }
  }

  /**
   * Stops a request of this tenant and session. If two POSTs match, none is stopped, since what cannot be
   * told apart is not cancelled.
   */
  cancel(call: CallName): void {
    const matching = this.matching(call)
    if (matching.length === 1) matching[0]?.cancel(call.requestId)
  }

  /** Returns how many POSTs have this call. */
  count(call: CallName): number {
    return this.matching(call).length
  }

  private matching({ tenant, sessionId, requestId }: CallName): InFlightPost[] {
    return this.working().filter(
      (post) =>
        post.tenant === tenant && post.sessionId === sessionId && post.requestIds.has(requestId),
    )
  }

  /** Ends all POSTs that still work, with an error. */
  endAll(message: string): void {
    for (const post of this.working()) post.end(message)
  }

  private working(): InFlightPost[] {
    return [...this.posts, ...this.left]
  }

  private get isDrained(): boolean {
    return this.openCount === 0 && this.left.size === 0
  }

  private checkDrained(): void {
    if (this.isDrained) this.whenDrained?.()
  }

  /** Resolves when every request is answered and all work is done, or after `withinMs` milliseconds. */
  async drained(withinMs: number): Promise<void> {
    if (this.isDrained) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs)
      this.whenDrained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

import type { RequestId } from '@modelcontextprotocol/sdk/types.js'

/** A POST whose requests are being answered. */
export interface InFlightPost {
  /** The digest of the client that sent it. */
  tenant: string
  /** Its Mcp-Session-Id, which only tells calls of clients apart. */
  sessionId: string | undefined
  requestIds: ReadonlySet<RequestId>
  /** Stops one request. */
  cancel(requestId: RequestId): void
  /** Stops all its requests and answers them with this error. */
  end(message: string): void
}

/** The POSTs that this process is answering, for cancellation and shutdown. */
export class InFlightRequests {
  private readonly posts = new Set<InFlightPost>()
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
      if (this.openCount === 0) this.whenDrained?.()
    }
  }

  /** Adds a POST; returns a function that removes it. */
  add(post: InFlightPost): () => void {
    this.posts.add(post)
    return () => {
      this.posts.delete(post)
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
   * Stops a request of this tenant and session id. If two POSTs match, none is stopped, since a
   * client without a session id must not stop the call of another with the same token.
   */
  cancel(tenant: string, sessionId: string | undefined, requestId: RequestId): void {
    const matching = [...this.posts].filter(
      (post) =>
        post.tenant === tenant && post.sessionId === sessionId && post.requestIds.has(requestId),
    )
    if (matching.length === 1) matching[0]?.cancel(requestId)
  }

  /** Ends all POSTs that are still being answered, with an error. */
  endAll(message: string): void {
    for (const post of this.posts) post.end(message)
  }

  /** Resolves when every request is answered, or after `withinMs` milliseconds. */
  async drained(withinMs: number): Promise<void> {
    if (this.openCount === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs)
      this.whenDrained = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

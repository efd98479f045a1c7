import type { RequestId } from '@modelcontextprotocol/sdk/types.js'

/** A POST whose requests are being answered. */
export interface InFlightPost {
  /** Digest of who sent it. */
  tenant: string
  /** The Mcp-Session-Id that it carried, a mere mark by which calls of one client are told apart. */
  sessionId: string | undefined
  requestIds: ReadonlySet<RequestId>
  /** Stops one request. */
  cancel(requestId: RequestId): void
  /** Stops all its requests and answers them with this error. */
  end(message: string): void
}

/** What is being answered by this process; how cancellation and shutdown find it. */
export class InFlightRequests {
  private readonly posts = new Set<InFlightPost>()
  private closed = false
  private openCount = 0
  private whenDrained: (() => void) | undefined

  get size(): number {
    return this.posts.size
  }

  /** Whether no more are taken, as the process is about to end. */
  get isClosed(): boolean {
    return this.closed
  }

  close(): void {
    this.closed = true
  }

  /** Counts an HTTP request, whatever it asks for. @returns to be called when it is answered */
  trackRequest(): () => void {
    this.openCount++
    return () => {
      this.openCount--
      if (this.openCount === 0) this.whenDrained?.()
    }
  }

  /** @returns takes the flight out again */
  add(flight: InFlightPost): () => void {
    this.posts.add(flight)
    return () => {
      this.posts.delete(flight)
    }
  }

  /**
   * Stops a request of this tenant and mark. One that two of them match is left alone, since a
   * client without a mark of its own must not stop the call of another with the same token.
   */
  cancel(tenant: string, sessionId: string | undefined, requestId: RequestId): void {
    const matching = [...this.posts].filter(
      (flight) =>
        flight.tenant === tenant &&
        flight.sessionId === sessionId &&
        flight.requestIds.has(requestId),
    )
    if (matching.length === 1) matching[0]?.cancel(requestId)
  }

  /** Ends whatever is still being answered. */
  endAll(message: string): void {
    for (const flight of this.posts) flight.end(message)
  }

  /** Settles once every request is answered, or after so many milliseconds. */
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

import type { RequestId } from '@modelcontextprotocol/sdk/types.js'

/** A POST whose requests are being answered. */
export interface Flight {
  /** Digest of who sent it. */
  tenant: string
  /** The Mcp-Session-Id that it carried, a mere mark by which calls of one client are told apart. */
  mark: string | undefined
  requestIds: ReadonlySet<RequestId>
  /** Stops one request. */
  cancel(requestId: RequestId): void
  /** Stops all its requests and answers them with this error. */
  end(message: string): void
}

/** What is being answered by this process; how cancellation and shutdown find it. */
export class Flights {
  readonly #flights = new Set<Flight>()
  #isClosed = false
  #open = 0
  #landed: (() => void) | undefined

  get size(): number {
    return this.#flights.size
  }

  /** Whether no more are taken, as the process is about to end. */
  get isClosed(): boolean {
    return this.#isClosed
  }

  close(): void {
    this.#isClosed = true
  }

  /** Counts an HTTP request, whatever it asks for. @returns to be called when it is answered */
  arrive(): () => void {
    this.#open++
    return () => {
      this.#open--
      if (this.#open === 0) this.#landed?.()
    }
  }

  /** @returns takes the flight out again */
  add(flight: Flight): () => void {
    this.#flights.add(flight)
    return () => {
      this.#flights.delete(flight)
    }
  }

  /**
   * Stops a request of this tenant and mark. One that two of them match is left alone, since a
   * client without a mark of its own must not stop the call of another with the same token.
   */
  cancel(tenant: string, mark: string | undefined, requestId: RequestId): void {
    const matching = [...this.#flights].filter(
      (flight) =>
        flight.tenant === tenant && flight.mark === mark && flight.requestIds.has(requestId),
    )
    if (matching.length === 1) matching[0]?.cancel(requestId)
  }

  /** Ends whatever is still being answered. */
  endAll(message: string): void {
    for (const flight of this.#flights) flight.end(message)
  }

  /** Settles once every request is answered, or after so many milliseconds. */
  async landed(withinMs: number): Promise<void> {
    if (this.#open === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs)
      this.#landed = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

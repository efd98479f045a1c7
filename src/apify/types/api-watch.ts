/** One attempt of a request to the API, without what its path names. */
export interface SentRequest {
  method: string
  /** The path with `{id}` in the place of ids, names and keys, such as `/v2/actor-runs/{id}`. */
  route: string
  host: string
  /** Undefined for the default port of the scheme. */
  port: number | undefined
  /** How often the request was sent before. */
  retries: number
}

/** How an attempt ended. */
export interface AttemptEnd {
  /** Undefined if no response arrived. */
  status: number | undefined
  /** Why it failed; undefined if it did not. `aborted`: the call ended first. */
  failure: 'not-sent' | 'answered' | 'lost' | 'aborted' | 'unreadable' | undefined
  /** Whether the request should change something, and may have been carried out all the same. */
  isInDoubt: boolean
  /** How long the client waits before it sends the request again, in milliseconds; undefined if it does not. */
  retryInMs: number | undefined
}

/** Hears of the requests of one call. */
export interface ApiWatch {
  /** Called before an attempt; returns what to call at its end. */
  attempt(request: SentRequest): (end: AttemptEnd) => void
  /** Called when a write whose answer was lost was looked for. */
  lookedUp(isFound: boolean): void
}

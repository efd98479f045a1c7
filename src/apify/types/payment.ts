/** The headers of a response, by their names in lower case. */
type ResponseHeaders = Readonly<Record<string, string | undefined>>

/** What pays for the requests of one call, in place of a token. */
export interface RequestPayment {
  /** Tells payments apart, for what is kept or counted by its owner; undefined if the call has none. */
  readonly owner: string | undefined
  /** Adds its headers to those of a request to the API. No token goes with them. */
  attach(headers: Record<string, string>): void
  /** Takes note of what a response of the API says about the payment. */
  answered(headers: ResponseHeaders): void
  /**
   * Returns the error of a response with the status 402.
   * @returns undefined if the response has no terms
   */
  refusal(headers: ResponseHeaders): Error | undefined
  /** What to do if the API refuses the call without terms (401 or 402). */
  readonly remedy: string
}

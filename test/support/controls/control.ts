import type { Call, Changed, Refused } from './calls.ts'
import type { WayName } from './ways.ts'

/** The value that stands for the address of the issuer of a test. */
export const ISSUER = 'the-issuer'

/** A control, in the words of each way of setting it, and what clients then have and can call. */
export interface Control {
  /** The flag and the key of a config file; of scopes, the scopes. */
  name: string
  /** How the flag and the variable give it, and how the file does. */
  text: string
  json: unknown
  option?: Record<string, unknown>
  address?: string
  headers?: Record<string, string>
  /** The scopes of an access token. */
  scope?: string
  /** Why a way does not set it, of each way that is missing above. */
  without: Partial<Record<WayName, string>>
  /** Whether a tool is listed. Default: each is. */
  lists?: (name: string) => boolean
  /** Calls in the order in which they are made: those that pass, then those that are refused. */
  passes?: readonly Call[]
  refuses?: readonly Refused[]
  changes?: readonly Changed[]
  /** The server has no token, and the API demands payments. */
  isPaid?: true
  /** The runs that are started do not end. */
  runsGoOn?: true
  /** Clients present access tokens of an issuer. */
  hasIssuer?: true
}

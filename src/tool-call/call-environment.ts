import type { ApiWatch } from '../apify/types/api-watch.ts'
import type { Redactor } from '../exit/redact.ts'
import { timerMs } from '../shared/timer-ms.ts'
import type { CallObserver } from './call-watch.ts'
import type { ConfirmationPolicy } from './confirmation.ts'
import type { CallPayment, Payments } from './payments.ts'
import type { Context, Settings } from './tool.ts'

/** How long a call may take, in seconds: less than the 60 s after which clients give up. */
export const CALL_TIMEOUT_SECS = 50

/** What a call may take beyond its wait for a run, to read the results. Seconds. */
export const AFTER_WAIT_SECS = 10

/**
 * How long a call may take at most if its client gets no progress, in seconds. Such a client gives up
 * after 60 s, and would lose the id of a run.
 */
export const MAX_SILENT_SECS = 55

/** Returns whether the server offers a tool. */
export type OffersTool = (tool: string) => boolean

/** What a call needs from its server. */
export interface CallEnvironment {
  settings: Settings
  /**
   * The API, bound to one call: its requests end with `signal`, its retries before `deadlineAt`
   * (milliseconds on the clock of `performance.now()`). Its errors show what the tools show that `offers`
   * accepts.
   */
  connect(scope: {
    signal: AbortSignal
    deadlineAt: number
    offers?: OffersTool | undefined
    watch?: ApiWatch | undefined
  }): Promise<Context['apify']>
  /** Questions in SQL of one call: what they start ends with `signal`. */
  queries(scope: { signal: AbortSignal }): Context['queries']
  /** The documentation, for one call: its waiting ends with `signal`. */
  docs(scope: { signal: AbortSignal }): Context['docs']
  /** How long a call may take, in seconds, in place of `CALL_TIMEOUT_SECS`. */
  deadlineSecs?: number
  /**
   * Returns what seals questions and ids: the token that calls are made with, or for one of several people who
   * share it what is derived from it for them alone. Undefined as long as it is unknown.
   */
  secret(): string | undefined
  /**
   * Whether `secret` is that of one of several people who share an account, so that the account alone does not say
   * which of its runs are theirs. Default: it is not.
   */
  sharesAccount?: boolean | undefined
  /** Knows every secret that nothing in an answer may show: this token, and those of the server. */
  redactor: Redactor
  /** Writes files; undefined if the operator named no folder. */
  downloads?: Context['downloads']
  /** Reads files; undefined if the operator named no folder. */
  uploads?: Context['uploads']
  /** Which calls a person must confirm; undefined for none. */
  confirm?: ConfirmationPolicy | undefined
  /** Hear of each call; undefined if nobody does. */
  observers?: readonly CallObserver[] | undefined
  /**
   * By which name the observers know the client: the first characters of a digest of its token, or of the issuer
   * and subject of its access token. Undefined if it has neither, as one that pays, or shares one key with all.
   */
  tenant?: string | undefined
  /** How calls are paid for; undefined if only by the account of a token. */
  paying?: Paying | undefined
  /** What all runs of the caller may cost together; undefined if nothing limits them. */
  budget?: Context['budget']
  /** Writes a line for the operator (stderr); the agent never sees it. */
  log(line: string): void
}

/** What calls are paid with in place of a token. */
export interface Paying {
  payments: Payments
  /** Returns the same environment for one call, whose requests a payment pays for. */
  environmentOf(payment: CallPayment): CallEnvironment
}

/** A client that calls: its own token, the network that it calls from, or whom its access token names. */
export interface CallingClient {
  token?: string
  network?: string
  /** `accessToken` calls nothing: it is known so that no answer shows it. */
  subject?: { name: string; accessToken: string }
}

/** An environment whose calls can be made for a client. */
export interface ClientEnvironment extends CallEnvironment {
  /** Returns the same environment for calls of a client, whose token is kept only while they run. */
  withClient(client: CallingClient): CallEnvironment
}

/** The signal and the deadline of some requests. */
type Scope = Parameters<CallEnvironment['connect']>[0]

/** Returns a scope that ends after `ms` milliseconds, or earlier with `signal`. */
export function scopeOf(ms: number, signal?: AbortSignal): Scope {
  const timeout = AbortSignal.timeout(timerMs(ms))
  return {
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    deadlineAt: performance.now() + ms,
  }
}

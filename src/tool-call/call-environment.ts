import type { ConfirmationPolicy } from './confirmation.ts'
import type { Context, Settings } from './tool.ts'

/** A call ends within this, below the 60 s after which clients give up. Seconds. */
export const CALL_TIMEOUT_SECS = 50

/** What a call needs from the server that it runs in. */
export interface CallEnvironment {
  settings: Settings
  /**
   * The API, bound to one call: its requests end with `signal`, its retries before `deadlineAt`
   * (milliseconds on the clock of `performance.now()`).
   */
  connect(limits: { signal: AbortSignal; deadlineAt: number }): Promise<Context['apify']>
  /** How long a call may take, in place of the usual time, in seconds. */
  deadlineSecs?: number
  /** The token that calls are made with, once it is known. */
  secret(): string | undefined
  /** Where files may be written, where the operator named a folder. */
  downloads?: Context['downloads']
  /** Before which calls a person is asked; before none where it is missing. */
  confirm?: ConfirmationPolicy | undefined
  /** Lines for the operator (stderr); never shown to the agent. */
  log(line: string): void
}

/** An environment whose calls can be made with the token of a client. */
export interface TokenEnvironment extends CallEnvironment {
  /** Returns the same environment for calls with another token, which is kept no longer than they last. */
  withToken(token: string): CallEnvironment
}

/** When the requests of one piece of work end, on the clock of `performance.now()`. */
type Scope = Parameters<CallEnvironment['connect']>[0]

/** The scope of work that nobody waits for longer than `ms`, and that `signal` may end before. */
export function scopeOf(ms: number, signal?: AbortSignal): Scope {
  const timeout = AbortSignal.timeout(ms)
  return {
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    deadlineAt: performance.now() + ms,
  }
}

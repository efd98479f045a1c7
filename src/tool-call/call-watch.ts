import type { ApiWatch } from '../apify/types/api-watch.ts'
import type { Run } from '../apify/types/run-types.ts'
import type { Redactor } from '../exit/redact.ts'
import type { Tool } from './tool.ts'

/**
 * What became of a call. `declined`: a person did not confirm it. `unknown`: an answer of the API was lost, so
 * that it may have done what the call was for. `asked`: nothing was done, and the client repeats it with what it
 * was asked for: the answer of a person, or a payment.
 */
export type CallOutcome = 'ok' | 'error' | 'declined' | 'cancelled' | 'unknown' | 'asked'

/** What a call was about, as far as it is known. */
export interface CallSubject {
  /** The Actor, by name or id. */
  actor?: string | undefined
  runId?: string | undefined
  /** The ceiling of the run, in US dollars. */
  maxTotalChargeUsd?: number | undefined
  /** What the run has cost, in US dollars; only of one that has ended. */
  usageUsd?: number | undefined
}

/** A call that has ended. */
interface EndedCall {
  outcome: CallOutcome
  subject: CallSubject
  durationMs: number
}

/** Hears what one call does: never its arguments, its results, or a secret. */
export interface CallWatch extends Partial<ApiWatch> {
  runStarted?(run: Run): void
  /** Called when a run has ended that the call has started, waited for or aborted. */
  runEnded?(run: Run): void
  /** Called whenever the call sees that a run has ended, also one that it only reads. */
  endSeen?(run: Run): void
  rowsLoaded?(table: string, rows: number): void
  /** The answer of the call waits until this is done. It must not fail. */
  ended?(call: EndedCall): void | Promise<void>
}

/** A call that begins. */
export interface BegunCall {
  tool: Tool
  /** The method of the request: `tools/call`, `resources/read`, or one about a task. */
  method: string
  /** The `_meta` of the request. */
  meta: Readonly<Record<string, unknown>> | undefined
  /** By which name the client is known, see `CallEnvironment.tenant`. */
  tenant: string | undefined
  redactor: Redactor
}

/** Hears of the calls of a server. */
export interface CallObserver {
  /** @returns what is told of the call; undefined if it is of no interest */
  begin(call: BegunCall): CallWatch | undefined
}

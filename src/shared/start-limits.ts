import type { OpenJob, RunsLeft, SeenJob } from './run-ledger.ts'

/** An Actor by both of its handles. */
export interface NamedActor {
  id: string
  /** `user/name`. */
  name: string
}

/** Which Actors may run. */
export interface ActorLimits {
  /**
   * Returns an Actor that may run. Its ID is what is to be started, since a name may get another Actor.
   * @param handle as the call gives it
   * @param read reads the Actor from the API
   * @param outcome what a refusal means for the call, for the error
   * @throws {ToolError} if the lists refuse it; whatever `read` throws
   */
  allowed(handle: string, read: () => Promise<NamedActor>, outcome: string): Promise<NamedActor>
}

/** What is started, as far as its cost is concerned. */
export interface StartClaim {
  /** The start ID, which is sent in the User-Agent. */
  id: string
  kind: 'run' | 'build'
  /** The path of the API whose list shows what was started. */
  path: string
  /** The run that goes on after its end. */
  resurrects?: { jobId: string; usd: number; endedAt: string | undefined }
  /** In US dollars. */
  maxTotalChargeUsd?: number | undefined
  /** Whether `maxTotalChargeUsd` is the operator's ceiling, which no call has asked for. */
  isCeiling?: boolean | undefined
}

/** What the count needs of the API. */
export interface JobLookups {
  /** Looks jobs up. One that cannot be read, or is not listed, is left out. */
  look(jobs: readonly OpenJob[]): Promise<SeenJob[]>
  /** Returns whether something may have been started, although `error` was thrown. */
  mayHaveStarted(error: unknown): boolean
}

/** What all runs of a caller may cost together, and how many they may be. */
export interface StartBudget {
  /**
   * Starts something that has room, and counts it. The room is reserved before anything is sent.
   * @param start gets the limit on the cost of this start
   * @throws {ToolError} if there is no room; nothing is started then
   */
  spend<T>(
    claim: StartClaim,
    lookups: JobLookups,
    start: (maxTotalChargeUsd: number | undefined) => Promise<{ jobId: string; started: T }>,
  ): Promise<T>
  /** Notes what a run or a build has cost. Nobody waits for that. */
  see(job: SeenJob): void
  left(): Promise<RunsLeft>
}

/** What the operator lets a caller start. */
export interface StartLimits {
  actors: ActorLimits | undefined
  budget: StartBudget | undefined
}

import { z } from 'zod'

/**
 * What one server counts of the runs and builds that its callers start. Workers ask their primary for it, so
 * it is plain data. Money is in US dollars.
 */

/** A start that was counted and has not ended, as far as is known. */
const openJob = z.strictObject({
  /** The start ID, which the API keeps in the User-Agent of what it started. */
  id: z.string(),
  kind: z.enum(['run', 'build']),
  /** The path of the API whose list shows what was started. */
  path: z.string(),
  /** The ID of the run or the build; missing as long as the response to the start is missing. */
  jobId: z.string().optional(),
})
export type OpenJob = z.output<typeof openJob>

export const reserveRequest = openJob.extend({
  /** What it may cost at most; the rest of the ceiling if missing. */
  usd: z.number().optional(),
  /** Whether it may get less than `usd`, since no call has asked for that much. */
  mayLower: z.boolean(),
  /** What the run has cost before, if it goes on after its end. */
  baseUsd: z.number(),
  /** When the run had ended before, if it goes on. */
  endedAt: z.string().optional(),
  /** Whether nothing was looked up yet: what ended a moment ago may have cost more than it showed. */
  isFirst: z.boolean(),
  /** Whether open jobs were looked up, so that there is no more room to be found. */
  isFinal: z.boolean(),
})
export type ReserveRequest = z.output<typeof reserveRequest>

export const runsLeft = z.strictObject({
  maxRuns: z.number().optional(),
  runsLeft: z.number().optional(),
  maxTotalCostUsd: z.number().optional(),
  /** What is neither spent nor reserved. */
  usdLeft: z.number().optional(),
  /** What is reserved for runs that go on. */
  usdReserved: z.number().optional(),
  /** When both are full again, ISO 8601; missing if that is when the server starts again. */
  renewsAt: z.string().optional(),
})
export type RunsLeft = z.output<typeof runsLeft>

export const reserveAnswer = z.discriminatedUnion('kind', [
  /** `usd`: the limit to start it with. */
  z.strictObject({ kind: z.literal('granted'), usd: z.number().optional() }),
  /** There may be room if some of these have ended. */
  z.strictObject({ kind: z.literal('look'), open: z.array(openJob) }),
  z.strictObject({ kind: z.literal('refused'), by: z.enum(['runs', 'cost']), left: runsLeft }),
])
export type ReserveAnswer = z.output<typeof reserveAnswer>

/** A run or a build as the API showed it. */
export const seenJob = z.strictObject({
  jobId: z.string(),
  /** The start that it belongs to, if that was unknown. */
  startId: z.string().optional(),
  usd: z.number().optional(),
  hasEnded: z.boolean(),
  finishedAt: z.string().optional(),
})
export type SeenJob = z.output<typeof seenJob>

/** Counts starts by tenant. The name of a tenant is a digest, or empty if there is one alone. */
export interface RunLedger {
  reserve(tenant: string, request: ReserveRequest): Promise<ReserveAnswer>
  /** Notes what a start has become; undefined if it certainly started nothing. */
  settle(tenant: string, id: string, jobId: string | undefined): Promise<void>
  see(tenant: string, jobs: SeenJob[]): Promise<void>
  left(tenant: string): Promise<RunsLeft>
}

import { z } from 'zod'
import { reserveAnswer, reserveRequest, runsLeft, seenJob } from '../../../shared/run-ledger.ts'
import { method } from './channel.ts'

const nothing = z.null()
const count = z.number()

/** What a worker needs to begin. */
const hello = z.strictObject({
  /** Its number among the workers, from 1 on. */
  number: z.int(),
  workers: z.int(),
  port: z.int(),
  /** Seals what belongs to no credential. */
  secret: z.string(),
})

export type Hello = z.output<typeof hello>

const callName = z.strictObject({
  tenant: z.string(),
  sessionId: z.string(),
  requestId: z.union([z.string(), z.number()]),
})

export const snapshot = z.array(
  z.looseObject({
    name: z.string(),
    type: z.string(),
    values: z.array(
      z.looseObject({
        labels: z.record(z.string(), z.union([z.string(), z.number()])),
        /** NaN if it was not measured yet, for which JSON has null. */
        value: z.union([z.number(), z.nan()]).nullable(),
        metricName: z.string().optional(),
      }),
    ),
  }),
)

export type Snapshot = z.output<typeof snapshot>

/** What the primary counts for all workers. */
const kinds = z.enum(['slots', 'left', 'unread', 'json', 'queries'])

export type HoldKind = z.output<typeof kinds>

const hold = z.strictObject({
  /** Chosen by the worker, which gives the hold back by it. */
  id: z.int(),
  of: kinds,
  /** A digest; null if the server has one tenant alone. */
  tenant: z.string().nullable(),
  amount: count,
})

export type HoldRequest = z.output<typeof hold>

const dataFolder = z.strictObject({ path: z.string(), isTemporary: z.boolean() })

/** What workers ask and tell the primary. */
export const FROM_WORKER = {
  hello: method('hello', nothing, hello),
  /** The worker serves at this URL. */
  serving: method('serving', z.string(), nothing),
  /** Waits for an amount; returns false if it counts but should be released soon. */
  hold: method('hold', hold, z.boolean()),
  release: method('release', z.int(), nothing),
  spend: method('spend', z.string(), z.boolean()),
  /** A run that was seen to have ended; returns whether it is new. */
  runEnd: method('runEnd', z.string(), z.boolean()),
  cancel: method('cancel', callName, nothing),
  snapshots: method('snapshots', nothing, z.array(snapshot)),
  /** Reserves room for a run, of all that a tenant may start. */
  reserveRun: method(
    'reserveRun',
    z.strictObject({ tenant: z.string(), request: reserveRequest }),
    reserveAnswer,
  ),
  /** `jobId`: null if nothing was started. */
  settleRun: method(
    'settleRun',
    z.strictObject({ tenant: z.string(), id: z.string(), jobId: z.string().nullable() }),
    nothing,
  ),
  seeRuns: method(
    'seeRuns',
    z.strictObject({ tenant: z.string(), jobs: z.array(seenJob) }),
    nothing,
  ),
  runsLeft: method('runsLeft', z.string(), runsLeft),
  openPlatform: method('openPlatform', nothing, dataFolder),
  /** Appends a line to the audit log. */
  audit: method('audit', z.string(), nothing),
  /** The body bytes of a tenant in this worker, in units; of all tenants under the name ''. */
  bodies: method('bodies', z.strictObject({ tenant: z.string(), units: count }), nothing),
} as const

/** What the primary asks and tells a worker. */
export const FROM_PRIMARY = {
  count: method('count', callName, z.int()),
  stopCall: method('stopCall', callName, nothing),
  snapshot: method('snapshot', nothing, snapshot),
  /** The body bytes in another worker. */
  bodiesOfOther: method(
    'bodiesOfOther',
    z.strictObject({ worker: z.int(), tenant: z.string(), units: count }),
    nothing,
  ),
  /** Ends the worker when its calls are answered. */
  drain: method('drain', nothing, nothing),
} as const

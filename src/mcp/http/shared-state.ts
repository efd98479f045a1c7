import { randomBytes } from 'node:crypto'
import { type HttpConfig, hasTenants } from '../../config/http-flags.ts'
import { OwnSeals, type Seals } from '../seals.ts'
import type { CallName } from './in-flight-requests.ts'
import type { MetricsSnapshot } from './metrics.ts'
import { OwnRunEnds, type RunEnds } from './run-ends.ts'
import { type Counts, TenantCounts } from './tenant-counts.ts'
import { type RequestShares, TenantShares } from './tenant-shares.ts'

/** What a process answers when another one asks. */
export interface OwnPart {
  /** Returns how many requests in progress have this name. */
  count(call: CallName): number
  cancel(call: CallName): void
  snapshot(): Promise<MetricsSnapshot>
}

/**
 * What is one for all processes that serve a port. A process alone has it itself; workers ask their
 * primary for it.
 */
export interface SharedState {
  /** Seals the session ids of a server without any credential. */
  ownSecret: string
  seals: Seals
  /** The runs that were seen to have ended. */
  runEnds: RunEnds
  /** The slots of `--max-concurrency`. */
  slots: RequestShares
  /** The bytes of request bodies in memory. */
  bodyBytes: Counts
  /** Stops a call, whichever process answers it. Nobody waits for that: other processes may be busy. */
  cancel(call: CallName): void
  /** Says who answers for this process. */
  join(part: OwnPart): void
  /** Undefined if this process is alone. */
  worker: WorkerInfo | undefined
}

interface WorkerInfo {
  /** From 1 on; a worker that takes the place of another has its number. */
  number: number
  /** How many there are. */
  count: number
  /** Returns the metrics of all workers. */
  snapshots(): Promise<MetricsSnapshot[]>
}

/** Creates the state of a process that serves a port alone. */
export function ownState({ maxConcurrency, access }: HttpConfig): SharedState {
  let own: OwnPart | undefined
  return {
    ownSecret: randomBytes(32).toString('base64url'),
    seals: new OwnSeals(),
    runEnds: new OwnRunEnds(),
    slots: new TenantShares({ max: maxConcurrency, hasTenants: hasTenants(access) }),
    bodyBytes: new TenantCounts(),
    cancel: (call) => own?.cancel(call),
    join(part) {
      own = part
    },
    worker: undefined,
  }
}

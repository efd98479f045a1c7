import type { AdHocWebhook } from '../webhooks/ad-hoc.ts'
import type { CrashMarkers } from './crash-markers.ts'
import type { PassThroughProxy } from './pass-through-proxy.ts'
import type { Run } from './run.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

/** Issues tokens with which runs may call the platform until they are revoked. */
interface TokenIssuer {
  issue(): { token: string; revoke(): void }
}

/** What is told to others about runs. */
export interface RunHooks {
  /** Stores the webhooks that the start of a run names. */
  attach(runId: string, webhooks: AdHocWebhook[]): Promise<void>
  /** Sends an event in the background. By default it is the event of the run's status. */
  send(run: Run, event?: string): void
}

/** What all runs share. */
export interface RunContext {
  baseUrl: string
  store: RunStore
  markers: CrashMarkers
  tokens: TokenIssuer
  watchdog: Watchdog
  proxy: PassThroughProxy
}

/** What the log of a run starts with. */
export interface LogStart {
  /** How many bytes are in it already. */
  logBytes: number
  /** What the platform has to say first, in lines. */
  notes?: string[] | undefined
}

/** What one run needs. */
export type ActiveRunContext = RunContext & LogStart

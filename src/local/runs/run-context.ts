import type { CrashMarkers } from './crash-markers.ts'
import type { PassThroughProxy } from './pass-through-proxy.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

/** Issues tokens with which runs may call the platform until they are revoked. */
interface TokenIssuer {
  issue(): { token: string; revoke(): void }
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

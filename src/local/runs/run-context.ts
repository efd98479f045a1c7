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

/** What one run needs. */
export interface ActiveRunContext extends RunContext {
  /** How many bytes are in its log already. */
  logBytes: number
}

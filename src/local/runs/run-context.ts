import type { CrashMarkers } from './crash-markers.ts'
import type { PassThroughProxy } from './pass-through-proxy.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

/** Issues the token that opens the platform to a run, until it is revoked. */
interface TokenIssuer {
  issue(): { token: string; revoke(): void }
}

/** What every run works with. */
export interface RunContext {
  baseUrl: string
  store: RunStore
  marks: CrashMarkers
  tokens: TokenIssuer
  watchdog: Watchdog
  proxy: PassThroughProxy
}

/** What one run works with. */
export interface ActiveRunContext extends RunContext {
  /** What the log holds already. */
  logBytes: number
}

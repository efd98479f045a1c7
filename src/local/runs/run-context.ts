import type { AccessTokens } from '../http/access-tokens.ts'
import type { CrashMarkers } from './crash-markers.ts'
import type { PassThroughProxy } from './pass-through-proxy.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

/** What every run works with. */
export interface RunContext {
  baseUrl: string
  store: RunStore
  marks: CrashMarkers
  tokens: AccessTokens
  watchdog: Watchdog
  proxy: PassThroughProxy
}

/** What one run works with. */
export interface ActiveRunContext extends RunContext {
  /** What the log holds already. */
  logBytes: number
}

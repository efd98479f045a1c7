import type { PassThroughProxy } from '../proxy.ts'
import type { Tokens } from '../tokens.ts'
import type { LiveMarks } from './live-marks.ts'
import type { RunStore } from './run-store.ts'
import type { Watchdog } from './watchdog.ts'

/** What every run works with. */
export interface RunContext {
  baseUrl: string
  store: RunStore
  marks: LiveMarks
  tokens: Tokens
  watchdog: Watchdog
  proxy: PassThroughProxy
}

/** What one run works with. */
export interface ActiveRunContext extends RunContext {
  /** What the log holds already. */
  logBytes: number
}

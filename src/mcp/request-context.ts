import type { CallEnvironment } from '../tool-call/call-environment.ts'
import type { Narrowing } from './access/narrowing.ts'
import type { Outcome } from './present.ts'
import type { Seals } from './seals.ts'

/** Called when a call begins (with `unknown` for an unknown tool); returns what to call when it ends. */
export type Observe = (tool: string) => (outcome: Outcome) => void

/** What a request is answered with. */
export interface RequestContext {
  environment: CallEnvironment
  /** How much of what the server offers the request may use; undefined for all of it. */
  narrowing?: Narrowing | undefined
  observe?: Observe | undefined
  /** Whether progress notifications can be sent before the answer. Default: true. */
  acceptsProgress?: boolean
  /** What makes sealed questions count once; undefined if this process alone serves its clients. */
  seals?: Seals | undefined
}

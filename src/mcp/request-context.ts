import type { CallEnvironment } from '../tool-call/call-environment.ts'
import type { Outcome } from './present.ts'
import type { Seals } from './seals.ts'

/** Called when a call begins (with `unknown` for an unknown tool); returns what to call when it ends. */
export type Observe = (tool: string) => (outcome: Outcome) => void

/** What a request is answered with. */
export interface RequestContext {
  environment: CallEnvironment
  observe?: Observe | undefined
  /** Whether progress notifications can be sent before the answer. Default: true. */
  acceptsProgress?: boolean
  /** Whether other clients get other lists, so that nobody may keep them for all. Default: they are the same. */
  hasOwnLists?: boolean
  /** What makes sealed questions count once; undefined if this process alone serves its clients. */
  seals?: Seals | undefined
}

import type { ActorToolList } from './actor-tool-list.ts'
import type { OffersTool } from './call-environment.ts'
import type { WriteCallLog } from './call-log.ts'
import type { CallRecord } from './call-record.ts'
import type { AskPerson, CannotAsk } from './confirmation.ts'
import type { Attachment } from './tool.ts'

/** The client of one call. */
export interface Caller {
  signal: AbortSignal
  /** Sends progress; undefined if the client did not ask for it. */
  progress?: (message: string) => void
  /** Asks the person at the client; undefined if the client cannot. */
  askPerson?: AskPerson | undefined
  /** Why the client cannot be asked, as a part of a sentence, and what to do; undefined if it only says so. */
  cannotAsk?: CannotAsk | undefined
  /** Whether a tool is offered, so that errors may show what it shows. Default: none is. */
  offers?: OffersTool | undefined
  /** The tools that calls of this client may add and remove; undefined if they cannot. */
  actorTools?: ActorToolList | undefined
  /** The method of the request. Default: `tools/call`. */
  method?: string | undefined
  /** The `_meta` of the request, which may hold a payment. */
  meta?: Readonly<Record<string, unknown>> | undefined
  /** Receives what the call does, if the client asked for a log; it keeps what its level says. */
  log?: WriteCallLog | undefined
  /** Collects what the call does; undefined if it has no observer. */
  record?: CallRecord | undefined
}

/** What became of a call. `meta`: the metadata of its result. */
export type CallResult = { meta?: Record<string, unknown> } & (Succeeded | Failed)

export interface Succeeded {
  ok: true
  /** The JSON of `structured`. */
  text: string
  structured: Record<string, unknown>
  attachments: Attachment[]
}

export interface Failed {
  ok: false
  text: string
  /** Nothing was done yet; the answer comes when the client repeats the call. */
  confirmationPending?: boolean
  /** A person did not confirm the call, or could not be asked. */
  isDeclined?: boolean
  /** How the API wants to be paid for the call, of which nothing was done. */
  terms?: Record<string, unknown>
  /** The call came without a payment and got these terms, as it asked for. */
  isQuote?: boolean
}

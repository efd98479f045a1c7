import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'

/** What a client gets for a call: its result, or the error that stands in place of one. */
export interface Outcome {
  isRefused: boolean
  /** What the model reads, or the message of the error. */
  text: string
  structured: Record<string, unknown> | undefined
}

export interface Call {
  tool: string
  args: Record<string, unknown>
  meta?: Record<string, unknown>
}

/** A call that a control refuses, and what the refusal says. Refused, it reaches nothing that changes data. */
export type Refused = Call & { says: RegExp }

/** A call that passes with a control and without it, with a property that it has only with the control. */
export type Changed = Call & { has: (outcome: Outcome) => boolean }

const actor = (actorId: string) => ({ actorId })

export const GET_RUN: Call = { tool: 'get_run', args: { runId: 'run1' } }
export const RUN_ALICE: Call = { tool: 'run_actor', args: actor('alice/crawler') }
export const RUN_MALLORY: Call = { tool: 'run_actor', args: actor('mallory/miner') }
export const PUT: Call = {
  tool: 'put_record',
  args: { storeId: 'store1', recordKey: 'note', text: 'Hello' },
}
const INPUT = { startUrls: [{ url: 'https://example.com' }], country: 'C0' }
export const ALICE_TOOL: Call = { tool: 'alice--crawler', args: INPUT }
export const MALLORY_TOOL: Call = { tool: 'mallory--miner', args: INPUT }
export const ROWS: Call = { tool: 'list_dataset_items', args: { datasetId: 'long1', limit: 10 } }
export const WHOAMI: Call = { tool: 'whoami', args: {} }

/** Returns a start of a run that may cost so much. */
export const costing = (maxTotalChargeUsd: number): Call => ({
  ...RUN_ALICE,
  args: { ...RUN_ALICE.args, maxTotalChargeUsd },
})

/** Rows of which the default budget holds more than the smallest one. */
export const LONG_ROWS = Array.from({ length: 10 }, (_, i) => ({
  url: `https://example.com/${i}`,
  text: 'The ferry leaves at dawn. '.repeat(40),
}))

export const tokensOf = ({ text }: Outcome) => countTokens(text)

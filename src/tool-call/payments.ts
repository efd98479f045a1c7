import type { RequestPayment } from '../apify/types/payment.ts'
import type { Tool } from './tool.ts'

/** The parts of a listed tool that a payment changes. */
export interface ListedTool {
  inputSchema: { type: 'object'; [keyword: string]: unknown }
  outputSchema?: { type: 'object'; [keyword: string]: unknown }
}

/** What pays for one call. */
export interface CallPayment extends RequestPayment {
  /** Whether nothing is paid, so that the API only answers by which terms it wants to be paid. */
  readonly asksForTerms: boolean
  /** What nothing that leaves the server may show: the payment, and the signatures in it. */
  readonly secrets: readonly string[]
  /** Returns the metadata of the result; undefined if the API has said nothing about the payment. */
  resultMeta(): Record<string, unknown> | undefined
  /** Returns what to say beside the error of a call; undefined if no payment was sent. */
  caution(): string | undefined
}

/** A call as its client made it. */
interface UnpaidCall {
  tool: Tool
  args: unknown
  /** The `_meta` of the request. */
  meta: Readonly<Record<string, unknown>> | undefined
  /** Whether there is a token to make the call with. */
  hasToken: boolean
}

/** Payments in place of an account, by the protocol that the operator has chosen. */
export interface Payments {
  /** Returns a tool as `tools/list` shows it. */
  listed<Listed extends ListedTool>(tool: Tool, listed: Listed): Listed
  /**
   * Takes the payment out of a call.
   * @returns the other arguments; `payment` is undefined if the call is made without one
   * @throws {ToolError} if the payment is missing, malformed, or authorises too much
   */
  take(call: UnpaidCall): { args: unknown; payment: CallPayment | undefined }
}

import { ToolError } from '../shared/errors.ts'
import { PAYMENT_KEY, PaymentRequiredError } from '../shared/payment-required.ts'
import type { CallPayment, Payments } from '../tool-call/payments.ts'
import { PROTOCOL_HEADER } from './protocol.ts'
import { decodedHeader, isTerms, type SignedPayment, signedPayment } from './x402-payload.ts'

/** The key of the result's metadata for what became of the payment. */
const RESPONSE_KEY = 'x402/payment-response'

interface X402Options {
  /** The most that one payment may authorise, in US dollars; undefined for any amount. */
  maxRunCostUsd: number | undefined
  /** Receives lines for the operator. */
  log(line: string): void
}

/** Returns the payments of x402: `transports-v2/mcp.md` to the client, `transports-v2/http.md` to the API. */
export function createX402({ maxRunCostUsd, log }: X402Options): Payments {
  return {
    listed(tool, listed) {
      if (!tool.payment) return listed
      // Terms of payment do not match it, and older clients check errors by it as well.
      return { ...listed, outputSchema: undefined }
    },
    take({ tool, args, meta, hasToken }) {
      const given = meta?.[PAYMENT_KEY] ?? undefined
      // With a token the account's own runs can be read. A run is never charged to it.
      const isOpen = given === undefined && hasToken && tool.payment === 'reads'
      if (!tool.payment || isOpen) return { args, payment: undefined }
      const signed = given === undefined ? undefined : signedPayment(given, maxRunCostUsd)
      return { args, payment: new X402Payment(signed, log) }
    },
  }
}

/** The payment of one call, or its absence, to which the API answers with its terms. */
class X402Payment implements CallPayment {
  readonly asksForTerms: boolean
  readonly owner: string | undefined
  readonly secrets: readonly string[]
  readonly remedy =
    'Pay enough for this call by the terms that the tool returns without a payment, then call it with that payment.'
  private readonly log: X402Options['log']
  private wasSent = false
  private settlement: Record<string, unknown> | undefined

  /** @param signed undefined if the call came without a payment */
  constructor(signed: SignedPayment | undefined, log: X402Options['log']) {
    this.asksForTerms = signed === undefined
    this.owner = signed?.header
    this.secrets = signed?.secrets ?? []
    this.log = log
  }

  attach(headers: Record<string, string>): void {
    headers[PROTOCOL_HEADER] = 'x402'
    if (this.owner === undefined) return
    headers['payment-signature'] = this.owner
    this.wasSent = true
  }

  answered(headers: Record<string, string | undefined>): void {
    const header = headers['payment-response']
    // Later requests of the call repeat it, or say that there is nothing to settle any more.
    if (header === undefined || this.settlement?.success === true) return
    const settlement = decodedHeader(header)
    if (settlement) this.settlement = settlement
    else this.log('The header PAYMENT-RESPONSE of the API is not JSON in base64, and is left out.')
  }

  refusal(headers: Record<string, string | undefined>): Error | undefined {
    const header = headers['payment-required']
    if (header === undefined) return undefined
    const terms = decodedHeader(header)
    if (terms && isTerms(terms)) return new PaymentRequiredError(terms)
    return new ToolError(
      'Apify asks for payment (402), but its terms are not those of x402, version 2.',
      'Call again in a moment. If it happens again, report it.',
    )
  }

  resultMeta(): Record<string, unknown> | undefined {
    return this.settlement && { [RESPONSE_KEY]: this.settlement }
  }

  caution(): string | undefined {
    if (!this.wasSent) return undefined
    return 'The payment was sent and may have been settled: pay with no other one for this before you know, since the same one is settled once.'
  }
}

import { ToolError } from './errors.ts'

/** The key of `_meta` with the payment for a call (x402, `specs/transports-v2/mcp.md`). */
export const PAYMENT_KEY = 'x402/payment'

/** The API asks for a payment, and says by which terms. */
export class PaymentRequiredError extends ToolError {
  override name = 'PaymentRequiredError'

  /** @param terms `PaymentRequired` of x402, as the API sent it */
  constructor(readonly terms: Record<string, unknown>) {
    super(
      'Apify asks for payment (402).',
      `Call the tool with a payment in \`_meta["${PAYMENT_KEY}"]\`; without one it returns the terms.`,
    )
  }
}

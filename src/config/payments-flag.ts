import type { Flag } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

/** The protocols by which calls can be paid for without an account. */
export const PAYMENT_PROTOCOLS = ['x402', 'skyfire'] as const
export type PaymentProtocol = (typeof PAYMENT_PROTOCOLS)[number]

export const PAYMENTS_FLAG: Flag = {
  name: 'payments',
  kind: 'text',
  value: 'x402|skyfire',
  default: 'off',
  describe:
    'Let each call pay for its run, without an account. Uses the cloud, and admits clients without a token.',
}

/**
 * Reads how calls are paid for.
 * @returns undefined if only by accounts
 * @throws {UsageError} if there is no such protocol, or the local platform is chosen, which takes no money
 */
export function readPayments(flags: Map<string, string>): PaymentProtocol | undefined {
  const value = flags.get(PAYMENTS_FLAG.name)
  if (value === undefined) return undefined
  const protocol = PAYMENT_PROTOCOLS.find((each) => each === value)
  if (!protocol)
    throw new UsageError(
      `--payments takes ${PAYMENT_PROTOCOLS.join(' or ')}, not ${JSON.stringify(value)}.`,
    )
  const local = flags.has('local') && flags.get('local') !== 'false'
  if (local)
    throw new UsageError(
      '--payments and --local cannot be combined.',
      'Runs of the local platform cost nothing: remove one of them.',
    )
  return protocol
}

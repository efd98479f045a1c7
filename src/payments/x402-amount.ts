import { z } from 'zod'
import { ToolError } from '../shared/errors.ts'

/** USDC has six decimals on all networks. */
const UNITS_PER_USD = 1_000_000

/**
 * USDC by network whose signed amounts are read below. On Solana a transaction is signed, which is not read
 * (https://developers.circle.com/stablecoins/usdc-contract-addresses).
 */
const USDC: Readonly<Record<string, string>> = {
  'eip155:8453': '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  'eip155:84532': '0x036CbD53842c5426634e7929541eC2318f3dCF7e',
}

const PAY_IN_USDC = `Pay in USDC on one of ${Object.keys(USDC).join(', ')}, if the terms of the tool offer it.`

/** A natural number below 2^256, the largest of the contracts. */
const amount = z.string().regex(/^\d{1,78}$/)

/** What a signature authorises: `exact` by EIP-3009, `exact` and `upto` by Permit2. */
const authorised = z.object({
  authorization: z.object({ value: amount }).optional(),
  permit2Authorization: z.object({ permitted: z.object({ amount }) }).optional(),
})

interface Payment {
  accepted: { network: string; asset: string; amount: string }
  payload: unknown
}

/**
 * Returns the most that a payment authorises.
 * @returns `units`: what it accepts, or what was signed if that is more, in atomic units; `isSigned`: whether
 *   an amount was found in what was signed
 * @throws {ToolError} if an amount is not a number
 */
export function authorisedAmount({ accepted, payload }: Payment): {
  units: bigint
  isSigned: boolean
} {
  const [own, signed] = [amount.safeParse(accepted.amount), authorised.safeParse(payload)]
  if (!own.success || !signed.success)
    throw new ToolError(
      'An amount of the payment is not a whole number of atomic units, so nothing was sent.',
      'Sign it by the terms that the tool returns without a payment.',
    )
  const { authorization, permit2Authorization } = signed.data
  const given = [authorization?.value, permit2Authorization?.permitted.amount]
  const amounts = given.filter((one) => one !== undefined).map(BigInt)
  return { units: amounts.reduce(larger, BigInt(own.data)), isSigned: amounts.length > 0 }
}

function larger(a: bigint, b: bigint): bigint {
  if (a < b) return b
  return a
}

/**
 * Checks that a payment authorises no more than the operator allows for a run.
 * @param ceiling in US dollars; undefined for none
 * @throws {ToolError} if it authorises more, in a currency that cannot be compared, or an amount that cannot
 *   be read
 */
export function checkAmount(payment: Payment, ceiling: number | undefined): void {
  const { units, isSigned } = authorisedAmount(payment)
  if (ceiling === undefined) return
  const { network, asset } = payment.accepted
  if (network.startsWith('solana:') || !isSigned) throw unreadable(ceiling)
  if (USDC[network]?.toLowerCase() !== asset.toLowerCase())
    throw new ToolError(
      `The payment is not in USDC on a network that this server knows, so its amount cannot be compared with the ceiling of ${ceiling} USD, and nothing was sent.`,
      PAY_IN_USDC,
    )
  if (units > unitsOf(ceiling))
    throw new ToolError(
      `The payment authorises ${dollars(units)} USD, more than this server's ceiling of ${ceiling} USD, so nothing was sent.`,
      `Pay at most ${ceiling} USD, or ask the operator to raise --max-run-cost-usd.`,
    )
}

function unreadable(ceiling: number): ToolError {
  return new ToolError(
    `This server cannot read what was signed, such as a transaction of Solana, so its amount cannot be compared with the ceiling of ${ceiling} USD, and nothing was sent.`,
    PAY_IN_USDC,
  )
}

/** Rounds down, but for what binary fractions lose: 0.29 is 290000 units. */
function unitsOf(usd: number): bigint {
  return BigInt(Math.floor(Number((usd * UNITS_PER_USD).toPrecision(15))))
}

function dollars(units: bigint): string {
  const digits = String(units).padStart(7, '0')
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`.replace(/\.?0+$/, '')
}

import { PaymentPayloadV2Schema, PaymentRequiredV2Schema } from '@x402/core/schemas'
import { ToolError } from '../shared/errors.ts'
import { isObject } from '../shared/json.ts'
import { PAYMENT_KEY } from '../shared/payment-required.ts'
import { quotedName } from '../shared/quote.ts'
import { checkAmount } from './x402-amount.ts'

/** The longest payment, in bytes of JSON. Its base64 must fit into the 16 KiB that Node reads of headers. */
const MAX_BYTES = 8192
/** The longest text of a payment that may be an address or a nonce, in characters: `0x` and 32 bytes. */
const MAX_PUBLIC_CHARS = 66

/** Some APIs leave out the resource, which their clients know. */
const terms = PaymentRequiredV2Schema.partial({ resource: true })

/** A payment that may be sent. */
export interface SignedPayment {
  /** Its JSON in base64. */
  header: string
  /** What must not be shown: its header, and the signatures and transactions in it. */
  secrets: string[]
}

/**
 * Checks a payment before anything is sent.
 * @param ceiling the most that it may authorise, in US dollars; undefined for any amount
 * @throws {ToolError} if it is malformed, or authorises more; the error repeats nothing of it
 */
export function signedPayment(payment: unknown, ceiling: number | undefined): SignedPayment {
  const json = JSON.stringify(payment)
  const bytes = Buffer.byteLength(json)
  if (bytes > MAX_BYTES) throw malformed(`it has ${bytes} bytes, more than ${MAX_BYTES}`)
  const parsed = PaymentPayloadV2Schema.safeParse(payment)
  if (!parsed.success) throw malformed(problemOf(parsed.error.issues))
  checkAmount(parsed.data, ceiling)
  const header = Buffer.from(json).toString('base64')
  return { header, secrets: [header, ...longTexts(parsed.data.payload)] }
}

/** Returns the object in a header of x402, base64 of JSON; undefined if it is not an object. */
export function decodedHeader(header: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Returns whether an object is `PaymentRequired`, the terms of a payment. */
export function isTerms(value: Record<string, unknown>): boolean {
  return terms.safeParse(value).success
}

function malformed(problem: string): ToolError {
  return new ToolError(
    `\`_meta["${PAYMENT_KEY}"]\` is not a payment of x402, version 2: ${problem}. Nothing was sent.`,
    'Send the `PaymentPayload` object itself, signed by the terms that the tool returns without a payment.',
  )
}

/** Returns which field is wrong. What the schema says may repeat the value. */
function problemOf(issues: readonly { path: readonly (string | number)[] }[]): string {
  const path = issues[0]?.path.join('.') ?? ''
  return path === '' ? 'it is not an object' : `${quotedName(path)} is missing or wrong`
}

/** Returns the texts in a value that are longer than an address or a nonce. */
function longTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.length > MAX_PUBLIC_CHARS ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(longTexts)
}

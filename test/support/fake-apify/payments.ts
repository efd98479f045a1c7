import type { ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FakeApify } from './apify.ts'
import { sendError } from './reply.ts'
import type { FakeRequest } from './server.ts'

/** What the API accepts, in atomic units of USDC: one dollar. */
const REQUIREMENTS = {
  scheme: 'exact',
  network: 'eip155:8453',
  amount: '1000000',
  asset: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913',
  payTo: '0x209693Bc6afc0C5328bA36FaF03C514EF312287C',
  maxTimeoutSeconds: 60,
  // A null among them must come back as it is.
  extra: { name: 'USD Coin', version: '2', note: null },
}

/** Terms of the API; far more than the smallest budget of a result. */
export const TERMS = {
  x402Version: 2,
  error: 'PAYMENT-SIGNATURE header is required',
  resource: {
    url: 'https://api.apify.com/v2/actors',
    description: 'Runs of Actors: '.padEnd(6000, 'crawl and extract, '),
    mimeType: 'application/json',
  },
  accepts: [REQUIREMENTS, { ...REQUIREMENTS, scheme: 'upto' }],
  extensions: { 'x-new': { info: { a: [1, 2.5, null] } } },
}

const FROM = '0x857b06519E91e3A54538791bDbb0E22373e36b66'
const SIGNATURE = `0x${'2d6a7588d6acca50'.repeat(8)}1b`

/** What became of a payment. */
export const SETTLEMENT = {
  success: true,
  transaction: `0x${'89c91c789e57059b'.repeat(4)}`,
  network: REQUIREMENTS.network,
  payer: FROM,
}

/** Returns a payment that a client has signed. */
export function payment({ amount = '1000000', signature = SIGNATURE, accepted = {} } = {}) {
  return {
    x402Version: 2,
    resource: { url: 'mcp://tool/run_actor' },
    accepted: { ...REQUIREMENTS, amount, ...accepted },
    payload: {
      signature,
      authorization: {
        from: FROM,
        to: REQUIREMENTS.payTo,
        value: amount,
        validAfter: '1740672089',
        validBefore: '1740672154',
        nonce: `0x${'f3746613c2d920b5'.repeat(4)}`,
      },
    },
  }
}

/** A PAY token of Skyfire. */
export const PAY_TOKEN = `ey${'Jhbc'.repeat(9)}.ey${'Jzd-'.repeat(60)}.${'Sig_'.repeat(20)}`

export const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

/** How long the API answers nothing but the request that settles a payment. */
const SETTLING_MS = 30

/** Requests without a credential, as the API answers them. */
const isPublic = ({ method, path }: FakeRequest) =>
  method === 'GET' && /^\/v2\/(?:store$|actors\/[^/]+(?:$|\/builds))/.test(path)

/**
 * Makes a fake demand payments, and check each credential. A payment is settled by its first request; others with it
 * are refused meanwhile. Routes that are added later are asked first.
 * @returns `sent`: the credentials of each request; `settled`: how many requests each payment came with
 */
export function demandPayments(fake: FakeApify) {
  const sent: Credentials[] = []
  const settled = new Map<string, number>()
  const settling = new Set<string>()
  const refuse = (response: ServerResponse, error: string) => {
    response.setHeader('payment-required', base64({ ...TERMS, error }))
    return sendError(response, 402, 'x402-payment-required', 'Please pay.')
  }
  const pay = (response: ServerResponse, header: string) => {
    const { accepted, payload } = JSON.parse(Buffer.from(header, 'base64').toString('utf8'))
    const { amount, ...rest } = accepted
    const { amount: wanted, ...others } = REQUIREMENTS
    if (JSON.stringify(rest) !== JSON.stringify(others)) return 'Unsupported network'
    if (Number(amount) < Number(wanted)) return `Insufficient: signed ${payload.signature}`
    if (!settled.has(header)) {
      response.setHeader('PAYMENT-RESPONSE', base64(SETTLEMENT))
      settling.add(header)
    }
    settled.set(header, (settled.get(header) ?? 0) + 1)
    return undefined
  }
  /** Answers a request whose credential is not accepted. */
  const refusal = ({ signature, payId, ...one }: Credentials, response: ServerResponse) => {
    if (one.authorization !== undefined)
      return () => sendError(response, 400, 'two-credentials', 'A token and a payment.')
    if (one.protocol === 'skyfire' && payId === PAY_TOKEN) return undefined
    if (one.protocol !== 'x402' || payId !== undefined)
      return () => sendError(response, 402, 'insufficient-funds', `No funds: ${payId}`)
    if (signature !== undefined && settling.has(signature))
      return () => sendError(response, 409, 'x402-agentic-payment-settlement-in-progress', 'Wait.')
    const error = signature === undefined ? TERMS.error : pay(response, signature)
    return error === undefined ? undefined : () => refuse(response, error)
  }
  fake.on('* *', async (request, response) => {
    const { headers } = request
    const one = credentialsOf(request)
    sent.push(one)
    const isUnpaid = [one.protocol, one.signature, one.payId].every((value) => value === undefined)
    if (isUnpaid && !isPublic(request)) return 'pass'
    const refused = isUnpaid ? undefined : refusal(one, response)
    if (refused) return refused()
    if (one.signature !== undefined && settling.has(one.signature)) {
      await sleep(SETTLING_MS)
      settling.delete(one.signature)
    }
    headers.authorization = `Bearer ${fake.token}`
    return 'pass'
  })
  return { sent, settled }
}

type Credentials = ReturnType<typeof credentialsOf>

function credentialsOf({ headers }: FakeRequest) {
  const text = (name: string) => (headers[name] === undefined ? undefined : String(headers[name]))
  return {
    authorization: text('authorization'),
    protocol: text('x-apify-payment-protocol'),
    signature: text('payment-signature'),
    payId: text('skyfire-pay-id'),
  }
}

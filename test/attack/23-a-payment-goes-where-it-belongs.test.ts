import { describe, expect, it } from 'vitest'
import { DOORS, type Door, openServer } from '../support/attack/open-server.ts'
import {
  base64,
  demandPayments,
  PAY_TOKEN,
  payment,
  SETTLEMENT,
  TERMS,
} from '../support/fake-apify/payments.ts'
import { startRecordingServer } from '../support/fake-apify/server.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { paid, RUN_IT } from '../support/paying-server.ts'
import { RUN, seed } from '../support/seeded-server.ts'

const TOKEN = 'apify_api_OfTheAccount0123456789abcdef'
const SIGNED = payment()

/** Opens a server that takes payments. `token`: that of an account, which must never pay. */
async function openPaid(door: Door, kind: 'x402' | 'skyfire', token?: string) {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  const { sent } = demandPayments(fake)
  const onStdio = door.transport === 'stdio' && token !== undefined
  const env = { APIFY_API_BASE_URL: fake.url, ...(onStdio && { APIFY_TOKEN: token }) }
  const server = await openServer(door, { args: [`--payments=${kind}`], env })
  const run = (meta: object, more: object = {}) => {
    const params = { name: 'run_actor', arguments: { ...RUN_IT, ...more }, _meta: meta }
    return server.ask('tools/call', params, token)
  }
  return { ...server, fake, sent, run, starts: () => starts('alice~crawler') }
}

/** What is not a payment, or more than one may be. */
const MALFORMED: unknown[] = [
  ...['', 'x', 7, true, [], [SIGNED], {}, base64(SIGNED), `${base64(SIGNED)}\r\nx-evil: 1`],
  { ...SIGNED, payload: undefined },
  { ...SIGNED, payload: `${SIGNED.payload.signature}\r\nauthorization: Bearer x` },
  { ...SIGNED, x402Version: '2\r\nx-evil: 1' },
  payment({ amount: '-1' }),
  payment({ amount: '1e6' }),
  payment({ amount: `${'9'.repeat(90)}` }),
  { ...SIGNED, extensions: { a: 'x'.repeat(1_000_000) } },
  { ...SIGNED, extensions: { a: '\u{1f600}'.repeat(3000) } },
  { ...SIGNED, accepted: Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])) },
]

const LINE_BREAKS = ['\r\n', '\n', '\r', '\u0000', '\u2028', '\u560d\u560a']

describe.each([DOORS[0], DOORS[3]])('$name', (door) => {
  it(`23 what is not a payment is not sent, and not repeated, over ${door.name}`, async () => {
    const { run, fake, written } = await openPaid(door, 'x402')
    for (const given of MALFORMED) {
      const { result, error } = await run(paid(given))
      const isRefused = error !== undefined || result?.isError === true
      expect(isRefused, JSON.stringify(given).slice(0, 200)).toBe(true)
    }
    expect(fake.requests).toEqual([])
    expect(written()).not.toContain(SIGNED.payload.signature)
    expect(written()).not.toContain(base64(SIGNED))
    expect(written().length).toBeLessThan(100_000)
  })

  it(`23 no value of a payment adds a header, over ${door.name}`, async () => {
    const { run, sent, fake } = await openPaid(door, 'x402')
    for (const [i, mark] of LINE_BREAKS.entries()) {
      const evil = `${i}${mark}x-evil: 1${mark}authorization: Bearer ${TOKEN}`
      const one = { ...SIGNED, resource: { url: 'mcp://tool/run_actor', description: evil } }
      expect((await run(paid(one))).result?.isError).not.toBe(true)
      // The API knows no such network, and is asked.
      await run(paid(payment({ accepted: { network: `eip155:8453${evil}` } })))
    }
    expect(sent.length).toBeGreaterThanOrEqual(LINE_BREAKS.length)
    for (const { headers } of fake.requests) {
      expect(headers).not.toHaveProperty('x-evil')
      expect(JSON.stringify(headers)).not.toContain(TOKEN)
    }
  })

  it(`23 no token of Skyfire adds a header, or is shown, over ${door.name}`, async () => {
    const { run, fake, written } = await openPaid(door, 'skyfire')
    const wrong = LINE_BREAKS.flatMap((mark) => [
      `${PAY_TOKEN}${mark}x-evil: 1`,
      `${mark}${PAY_TOKEN}`,
      `${PAY_TOKEN}${mark}`,
    ])
    for (const id of [...wrong, `${PAY_TOKEN}a`.repeat(60), { a: PAY_TOKEN }, [PAY_TOKEN], 7, ' '])
      expect((await run({}, { 'skyfire-pay-id': id })).result?.isError).toBe(true)
    expect(fake.requests).toEqual([])
    expect(written()).not.toContain(PAY_TOKEN.slice(0, 40))
    expect((await run({}, { 'skyfire-pay-id': PAY_TOKEN })).result?.isError).not.toBe(true)
    expect(written()).not.toContain(PAY_TOKEN)
  })

  it(`23 a token and a payment never go together, and the token pays nothing, over ${door.name}`, async () => {
    const { run, sent, starts, written } = await openPaid(door, 'x402', TOKEN)
    const unpaid = await run({})
    expect(unpaid.result).toMatchObject({ isError: true, structuredContent: { accepts: [{}, {}] } })
    expect(starts()).toBe(0)
    expect((await run(paid(SIGNED))).result?.isError).not.toBe(true)
    expect(starts()).toBe(1)
    for (const { authorization, protocol, signature } of sent)
      expect(authorization === undefined || (protocol ?? signature) === undefined).toBe(true)
    expect(written()).not.toContain(TOKEN)
    expect(written()).not.toContain(SIGNED.payload.signature)
  })

  it(`23 a payment follows no redirect, and other terms are not shown, over ${door.name}`, async () => {
    const { run, fake, written } = await openPaid(door, 'x402')
    const other = await startRecordingServer((_, response) => {
      response.setHeader('payment-required', base64({ ...TERMS, error: 'Pay me instead' }))
      response.writeHead(402).end('{}')
      return undefined
    })
    for (const status of [301, 302, 307, 308]) {
      fake.on('POST *', (_, response) => {
        response.writeHead(status, { location: `${other.url}/v2/steal` }).end()
        return undefined
      })
      expect((await run(paid(SIGNED))).result?.isError).toBe(true)
    }
    for (const { headers } of other.requests) {
      expect(headers).not.toHaveProperty('payment-signature')
      expect(headers).not.toHaveProperty('authorization')
    }
    await other.close()
    expect(written()).not.toContain('Pay me instead')
  })

  it(`23 what the API says about a payment shows none of it, over ${door.name}`, async () => {
    const { run, fake, written } = await openPaid(door, 'x402')
    const { signature } = SIGNED.payload
    const hostile = [
      base64({ ...SETTLEMENT, errorReason: `${signature} ${base64(SIGNED)}` }),
      'not base64 of JSON',
      base64([1]),
      base64('x'.repeat(5000)),
    ]
    for (const header of hostile) {
      fake.on('POST /v2/actors/:id/runs', (_, response) => {
        response.setHeader('payment-response', header)
        return 'pass'
      })
      expect((await run(paid(SIGNED))).result).toBeDefined()
    }
    expect(written()).not.toContain(signature)
    expect(written()).not.toContain(base64(SIGNED))
  })
})

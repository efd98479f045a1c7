import { describe, expect, it } from 'vitest'
import { decodedHeader, isTerms, signedPayment } from '../../src/payments/x402-payload.ts'
import { base64, payment, TERMS } from '../support/fake-apify/payments.ts'

describe('a signed payment', () => {
  it('is base64 of its JSON, with its nulls and what the schema does not name', () => {
    const own = { ...payment(), note: 'é', extensions: null }
    expect(signedPayment(own, undefined).header).toBe(base64(own))
  })

  it('keeps its signature and its header secret, but no address', () => {
    const own = payment()
    expect(signedPayment(own, 1).secrets).toEqual([base64(own), own.payload.signature])
    const transaction = 'AQAB'.repeat(100)
    const solana = { ...own, payload: { inner: [{ transaction }] } }
    expect(signedPayment(solana, undefined).secrets).toEqual([base64(solana), transaction])
  })

  it.each([
    [undefined, 'accepted'],
    [7, 'not an object'],
    [[], 'not an object'],
  ])('is not %j', (given, named) => {
    const wrong = given === undefined ? { x402Version: 2, payload: {} } : given
    expect(() => signedPayment(wrong, undefined)).toThrow(named)
  })
})

describe('a header', () => {
  it.each(['', 'nonsense', base64(7), base64([1]), base64(null), 'e30'.repeat(3)])(
    '%j is no object',
    (header) => {
      expect(decodedHeader(header)).toBeUndefined()
    },
  )

  it('has terms if they are of x402, version 2', () => {
    expect(isTerms(decodedHeader(base64(TERMS)) ?? {})).toBe(true)
    expect(isTerms({ ...TERMS, accepts: {} })).toBe(false)
  })
})

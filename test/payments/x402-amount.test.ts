import { describe, expect, it } from 'vitest'
import { authorisedAmount, checkAmount } from '../../src/payments/x402-amount.ts'
import { payment } from '../support/fake-apify/payments.ts'

const upto = (amount: string) => ({
  ...payment({ amount: '1' }),
  payload: { permit2Authorization: { permitted: { token: '0x', amount } } },
})

describe('the amount of a payment', () => {
  it.each([
    ['what it accepts', payment({ amount: '10000' }), 10_000n],
    [
      'what was signed, if that is more',
      { ...payment(), accepted: upto('1').accepted },
      1_000_000n,
    ],
    ['the most that a permit allows', upto('5000000'), 5_000_000n],
    [
      'what it accepts, if the rest cannot be read',
      { ...payment(), payload: { transaction: 'AQ==' } },
      1_000_000n,
    ],
    ['exact, however large', payment({ amount: '9'.repeat(78) }), BigInt('9'.repeat(78))],
  ])('is %s', (_, given, units) => {
    expect(authorisedAmount(given).units).toBe(units)
  })

  it.each(['', '-1', '1.5', '1e6', '0x10', ' 1', '1'.repeat(79), '٣'])('is never %j', (amount) => {
    expect(() => authorisedAmount(payment({ amount }))).toThrow('whole number of atomic units')
    expect(() => authorisedAmount(upto(amount))).toThrow('whole number of atomic units')
  })
})

describe('a ceiling', () => {
  it.each([
    ['1000000', 1],
    ['290000', 0.29],
    ['1', 0.000_001],
    ['1', 0.000_001_9],
    ['1000000000000', 1_000_000],
    ['123456789', 123.456_789],
  ])('admits %s units of %d USD, and not one more', (amount, usd) => {
    expect(() => checkAmount(payment({ amount }), usd)).not.toThrow()
    const more = payment({ amount: String(BigInt(amount) + 1n) })
    expect(() => checkAmount(more, usd)).toThrow(`ceiling of ${usd} USD`)
  })

  it('names the amount in dollars', () => {
    expect(() => checkAmount(payment({ amount: '12340000' }), 1)).toThrow('authorises 12.34 USD')
    expect(() => checkAmount(payment({ amount: '2000000' }), 1)).toThrow('authorises 2 USD')
    expect(() => checkAmount(payment({ amount: '20000000' }), 1)).toThrow('authorises 20 USD')
  })

  it.each([
    [{ asset: '0x833589FCD6EDB6E08F4C7C32D4F71B54BDA02913' }, true],
    [{ asset: '0xdAC17F958D2ee523a2206206994597C13D831ec7' }, false],
    [{ network: 'eip155:84532' }, false],
    [{ network: 'eip155:84532', asset: '0x036CbD53842c5426634e7929541eC2318f3dCF7e' }, true],
    [{ network: '__proto__:x', asset: 'undefined' }, false],
  ])('counts USDC alone: %j', (accepted, isUsdc) => {
    const check = (usd?: number) => () => checkAmount(payment({ accepted }), usd)
    if (isUsdc) expect(check(1)).not.toThrow()
    else expect(check(1)).toThrow('not in USDC')
    expect(check()).not.toThrow()
  })

  const SOLANA = {
    network: 'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp',
    asset: 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGkTwyTDt1v',
  }
  const transaction = 'AQAB'.repeat(100)

  it.each([
    [
      'a transaction of Solana',
      { ...payment({ amount: '1', accepted: SOLANA }), payload: { transaction } },
    ],
    ['one beside an amount that is not signed', payment({ amount: '1', accepted: SOLANA })],
    ['what has no amount', { ...payment({ amount: '1' }), payload: { transaction } }],
    ['nothing', { ...payment({ amount: '1' }), payload: {} }],
  ])('refuses what it cannot read: %s', (_, given) => {
    expect(() => checkAmount(given, 1)).toThrow(
      /cannot read what was signed.*ceiling of 1 USD.*nothing was sent/,
    )
    expect(() => checkAmount(given, 1)).toThrow('Pay in USDC on one of eip155:8453, eip155:84532,')
  })

  it('is not needed for a transaction of Solana', () => {
    const given = { ...payment({ amount: '1', accepted: SOLANA }), payload: { transaction } }
    expect(() => checkAmount(given, undefined)).not.toThrow()
  })
})

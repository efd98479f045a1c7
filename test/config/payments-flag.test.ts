import { expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { UsageError } from '../../src/config/usage-error.ts'

it.each(['x402', 'skyfire'])(
  '--payments=%s means the cloud, with a token or without',
  (protocol) => {
    const args = [`--payments=${protocol}`]
    expect(readConfig(args, {})).toMatchObject({
      payments: protocol,
      target: { mode: 'cloud', token: undefined },
    })
    expect(readConfig([...args, '--local=false'], { APIFY_TOKEN: 'a' })).toMatchObject({
      payments: protocol,
      target: { mode: 'cloud', token: 'a' },
    })
  },
)

it('is off by default', () => {
  expect(readConfig([], { APIFY_TOKEN: 'a' }).payments).toBeUndefined()
  expect(readConfig([], {}).target.mode).toBe('local')
})

it.each([
  [['--payments=cash'], 'takes x402 or skyfire, not "cash"'],
  [['--payments=x402,skyfire'], 'takes x402 or skyfire'],
  [['--payments'], '--payments needs a value'],
  [['--payments=x402', '--local'], '--payments and --local cannot be combined'],
  [['--payments=x402', '--local', 'data'], '--payments and --local cannot be combined'],
])('%j is refused', (args, says) => {
  expect(() => readConfig(args, {})).toThrow(UsageError)
  expect(() => readConfig(args, {})).toThrow(says)
})

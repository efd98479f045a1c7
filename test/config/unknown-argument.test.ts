import { describe, expect, it } from 'vitest'
import { FLAGS } from '../../src/config/flags.ts'
import { unknownArgument } from '../../src/config/unknown-argument.ts'

const NAMES = FLAGS.map(({ name }) => name)

describe('unknownArgument', () => {
  it.each([
    [
      '--readonly',
      'Unknown argument "--readonly". Did you mean --read-only? --help lists the flags.',
    ],
    ['--tool=runs', 'Unknown argument "--tool". Did you mean --tools?'],
    ['--max-cost-usd=1', 'Unknown argument "--max-cost-usd". Did you mean --max-'],
    ['-help', 'Did you mean --help?'],
    ['read-only', 'Unknown argument "read-only". Did you mean --read-only?'],
    ['--confrim', 'Did you mean --confirm?'],
    ['--verbose', 'Unknown argument "--verbose". --help lists the flags.'],
  ])('of %s is %s', (argument, message) => {
    expect(unknownArgument(argument, NAMES).message).toContain(message)
  })

  it('lists the flags of a command that has few', () => {
    expect(unknownArgument('--kept', ['keep-runs', 'older']).message).toBe(
      'Unknown argument "--kept". The flags are --keep-runs, --older.',
    )
  })

  it.each(['--token=secret1', '--apify-token', '--api-key=secret1', '--api-token'])(
    'sends %s to the variable, and does not repeat the secret',
    (argument) => {
      const { message } = unknownArgument(argument, NAMES)
      expect(message).toContain('The token is read from the variable APIFY_TOKEN.')
      expect(message).not.toContain('secret1')
    },
  )
})

import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config/config.ts'
import { isPlaceholderToken } from '../../src/config/placeholder-token.ts'
import { startRaw } from '../support/raw-server.ts'

const PLACEHOLDERS = [
  'your-token',
  'YOUR_APIFY_TOKEN',
  'your_apify_api_token_here',
  'paste-your-token-here',
  'apify_api_YOUR_TOKEN',
  '<APIFY_TOKEN>',
  '<your token>',
  '[token]',
  '%APIFY_TOKEN%',
  '$APIFY_TOKEN',
  'APIFY_TOKEN',
  'my-apify-token',
  'apify_api_',
  'apify_api_xxxxxxxxxxxxxxxxxxxxxxxx',
  'apify_api_xxx…',
  'apify_api_...',
  'xxx',
  '****',
  'changeme',
]

describe('isPlaceholderToken', () => {
  it.each(PLACEHOLDERS)('takes %s for a placeholder', (text) => {
    expect(isPlaceholderToken(text)).toBe(true)
  })

  it.each([
    `apify_api_${'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0dE3fG6'}`,
    `apify_api_${'x1Y'.repeat(12)}`,
    'aB3dE6gH9jK2mN5pQ',
    'token-of-the-operator',
    'test-token',
    'x',
  ])('takes %s for a token', (text) => {
    expect(isPlaceholderToken(text)).toBe(false)
  })
})

describe('a placeholder in APIFY_TOKEN', () => {
  it.each(PLACEHOLDERS)('ends the start: %s', (token) => {
    expect(() => readConfig([], { APIFY_TOKEN: token })).toThrow(
      'APIFY_TOKEN is still a placeholder, not a token. Copy yours from https://console.apify.com',
    )
  })

  it.each([
    [
      'that a client has left unfilled counts as not set',
      [],
      ['$', '{user_config.token}'].join(''),
    ],
    ['does not matter to the local platform', ['--local'], 'your-token'],
  ])('%s', (_, args, token) => {
    expect(readConfig(args, { APIFY_TOKEN: token }).target.mode).toBe('local')
  })

  // The last is the name of the variable, which the line must not mask.
  it.each(['your-token', '<APIFY_TOKEN>', 'APIFY_TOKEN'])(
    'is one line with exit code 2: %s',
    async (token) => {
      const { code, stderr } = await (await startRaw({ env: { APIFY_TOKEN: token } })).exited
      expect(code).toBe(2)
      expect(stderr).toMatch(/^apify-agent-tools: APIFY_TOKEN is still a placeholder[^\n]*\n$/)
    },
  )
})

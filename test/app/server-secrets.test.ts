import { expect, it } from 'vitest'
import { createServerSecrets } from '../../src/app/server-secrets.ts'
import { readConfig } from '../../src/config/config.ts'

const KEY = 'an-access-key-of-24-characters=='
const ENV = {
  APIFY_TOKEN: 'token-of-the-operator',
  MCP_ACCESS_KEY: KEY,
  HTTPS_PROXY: 'http://user:pass%2Fword-of-proxy@proxy.example:8080',
}
const HTTP = ['--http', '--shared-token']

it.each([
  ['the token of the operator', ENV.APIFY_TOKEN],
  ['the access key', KEY],
  ['the password of a proxy', 'pass/word-of-proxy'],
  ['the password of a proxy in its URL', 'pass%2Fword-of-proxy'],
  [
    'the password of a proxy as it is sent',
    Buffer.from('user:pass/word-of-proxy').toString('base64'),
  ],
])('%s is a secret, for each client too', (_, secret) => {
  const secrets = createServerSecrets(readConfig(HTTP, ENV))
  const own = secrets.with(['token-of-a-client'])
  expect(secrets.redactor.text(`a ${secret} b`)).toBe('a [redacted] b')
  expect(own.text(`a ${secret} token-of-a-client`)).toBe('a [redacted] [redacted]')
})

it('what is known later is a secret from then on', () => {
  const secrets = createServerSecrets(readConfig([], {}))
  const own = secrets.with(['token-of-a-client'])
  secrets.add('token-of-the-platform')
  for (const redactor of [secrets.redactor, own])
    expect(redactor.text('token-of-the-platform')).toBe('[redacted]')
})

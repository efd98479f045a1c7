import { expect, it } from 'vitest'
import { createServerSecrets } from '../../src/app/server-secrets.ts'
import { readConfig } from '../../src/config/config.ts'

const KEY = 'an-access-key-of-24-characters=='
const ENV = {
  APIFY_TOKEN: 'token-of-the-operator',
  MCP_ACCESS_KEY: KEY,
  HTTPS_PROXY: 'http://user:pass%2Fword-of-proxy@proxy.example:8080',
  OTEL_EXPORTER_OTLP_HEADERS: 'x-key=key-of-the-collector',
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://user:password-of-traces@collector.example:4318',
}
const HTTP = ['--http', '--shared-token']

it.each([
  ['the token of the operator', ENV.APIFY_TOKEN],
  ['the access key', KEY],
  ['a header of the collector', 'key-of-the-collector'],
  ['the password of the collector', 'password-of-traces'],
  ['the password of a proxy', 'pass/word-of-proxy'],
  ['the password of a proxy in its URL', 'pass%2Fword-of-proxy'],
  [
    'the password of a proxy as it is sent',
    Buffer.from('user:pass/word-of-proxy').toString('base64'),
  ],
])('%s is a secret, for each client too', (_, secret) => {
  const secrets = createServerSecrets(readConfig(HTTP, ENV), ENV)
  const own = secrets.with(['token-of-a-client'])
  expect(secrets.redactor.text(`a ${secret} b`)).toBe('a [redacted] b')
  expect(own.text(`a ${secret} token-of-a-client`)).toBe('a [redacted] [redacted]')
})

it('the access key is a secret beside an issuer too, which makes it needless', () => {
  const config = readConfig([...HTTP, '--oauth-issuer=https://auth.example.com'], ENV)
  expect(config.http?.access.kind).toBe('oauth')
  expect(createServerSecrets(config, ENV).redactor.text(KEY)).toBe('[redacted]')
})

it('what is known later is a secret from then on', () => {
  const secrets = createServerSecrets(readConfig([], {}), {})
  const own = secrets.with(['token-of-a-client'])
  secrets.add('token-of-the-platform')
  for (const redactor of [secrets.redactor, own])
    expect(redactor.text('token-of-the-platform')).toBe('[redacted]')
})

import { describe, expect, it } from 'vitest'
import {
  errorCode,
  networkFailure,
  timeoutError,
} from '../../../src/apify/transport/network-errors.ts'
import { TunnelError } from '../../../src/apify/transport/proxy-tunnel.ts'

const ORIGIN = 'https://api.example.test'
const coded = (code: string) => Object.assign(new Error('secret detail'), { code })

describe('a request without a complete response', () => {
  it.each([
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('was not sent after %s', (code) => {
    const failure = networkFailure(new Error('x', { cause: coded(code) }), ORIGIN)
    expect(failure).toMatchObject({ delivery: 'not-sent', status: undefined, transient: true })
    for (const part of [ORIGIN, code, 'APIFY_API_BASE_URL', 'HTTPS_PROXY'])
      expect(failure.message).toContain(part)
    expect(failure.message).not.toContain('secret detail')
  })

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])(
    'may have been carried out after %s',
    (code) => {
      const failure = networkFailure(coded(code), ORIGIN)
      expect(failure).toMatchObject({ delivery: 'lost', transient: true })
      expect(failure.message).toContain(`broke before the response was complete (${code})`)
    },
  )

  it.each(['EHOSTUNREACH', 'ENETUNREACH'])(
    'was sent or not by what failed, if a host is unreachable: %s',
    (code) => {
      const failure = (syscall: string) =>
        networkFailure(Object.assign(coded(code), { syscall }), ORIGIN)
      expect(failure('connect')).toMatchObject({ delivery: 'not-sent' })
      expect(failure('read')).toMatchObject({ delivery: 'lost' })
      expect(failure('write')).toMatchObject({ delivery: 'lost' })
    },
  )

  it('may have been carried out after an attempt that took too long', () => {
    expect(networkFailure(timeoutError(), ORIGIN)).toMatchObject({ delivery: 'lost' })
  })
})

describe('a proxy', () => {
  const proxy = { variable: 'http_proxy', url: 'http://user:secret@proxy.test:8080/' }
  const failed = (status?: number, cause?: Error) =>
    networkFailure(new Error('x', { cause: new TunnelError(proxy, status, { cause }) }), ORIGIN)

  it('that asks for credentials is not tried again', () => {
    const failure = failed(407)
    expect(failure).toMatchObject({ delivery: 'not-sent', status: 407, transient: false })
    expect(failure.message).toContain('user and password into http_proxy')
  })

  it.each([
    [
      502,
      undefined,
      'refused the connection to https://api.example.test (proxy.test:8080 answered 502)',
    ],
    [
      404,
      undefined,
      'refused the connection to https://api.example.test (proxy.test:8080 answered 404)',
    ],
    [undefined, coded('ECONNREFUSED'), 'cannot be reached (proxy.test:8080, ECONNREFUSED).'],
    [undefined, coded('ECONNRESET'), 'gave no answer (proxy.test:8080, ECONNRESET).'],
    [undefined, undefined, 'cannot be reached (proxy.test:8080).'],
  ])('that answers %s, or fails with %s, is named and tried again', (status, cause, text) => {
    const failure = failed(status, cause)
    expect(failure).toMatchObject({ delivery: 'not-sent', status: undefined, transient: true })
    for (const part of ['The proxy in http_proxy', text, 'NO_PROXY'])
      expect(failure.message).toContain(part)
    expect(failure.message).not.toMatch(/Apify|secret|user:/)
  })
})

it.each([
  [coded('EPIPE'), 'EPIPE'],
  [new Error('x', { cause: coded('EPIPE') }), 'EPIPE'],
  [new Error('x'), ''],
  ['EPIPE', ''],
  [undefined, ''],
])('errorCode of %s is %j', (error, code) => {
  expect(errorCode(error)).toBe(code)
})

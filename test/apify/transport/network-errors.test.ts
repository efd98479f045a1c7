import { describe, expect, it } from 'vitest'
import {
  errorCode,
  networkFailure,
  timeoutError,
} from '../../../src/apify/transport/network-errors.ts'

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

  it('may have been carried out after an attempt that took too long', () => {
    expect(networkFailure(timeoutError(), ORIGIN)).toMatchObject({ delivery: 'lost' })
  })
})

describe('a proxy that refuses', () => {
  const refusal = (status: number) =>
    new Error('fetch failed', { cause: new Error(`Proxy response (${status}) !== 200 when …`) })

  it('because of the credentials is not tried again', () => {
    const failure = networkFailure(refusal(407), ORIGIN)
    expect(failure).toMatchObject({ delivery: 'not-sent', status: 407, transient: false })
    expect(failure.message).toContain('user and password into HTTPS_PROXY')
  })

  it('for another reason is tried again', () => {
    const failure = networkFailure(refusal(502), ORIGIN)
    expect(failure).toMatchObject({ delivery: 'not-sent', status: undefined, transient: true })
    for (const part of ['(502)', 'HTTPS_PROXY', 'NO_PROXY']) expect(failure.message).toContain(part)
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

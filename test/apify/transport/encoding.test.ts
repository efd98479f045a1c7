import { describe, expect, it } from 'vitest'
import { compressed, failureOf, queryString } from '../../../src/apify/transport/encoding.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../../support/redactor.ts'

async function* chunks(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text)
}

const request = {
  method: 'GET',
  path: '/v2/actor-runs/run1',
  resource: { kind: 'run', id: 'run1' },
  retry: 'always',
} as const

describe('failureOf', () => {
  it.each([
    [undefined, undefined],
    ['7', 7000],
    ['0', 0],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
  ])('reads Retry-After %j as %j ms', async (header, ms) => {
    const response = { status: 429, headers: { 'retry-after': header }, body: chunks() }
    expect((await failureOf(response, request, REDACTOR)).retryAfterMs).toBe(ms)
  })

  it('reads the message from a body in several chunks', async () => {
    const body = chunks('{"error":{"type":"t","mess', 'age":"Not now"}}')
    expect(await failureOf({ status: 500, headers: {}, body }, request, REDACTOR)).toMatchObject({
      status: 500,
      apiMessage: 'Not now.',
    })
  })

  it.each([
    ['the message', `{"error":{"message":"${'a '.repeat(180)}${PLANTED} ${OWN_TOKEN}"}}`],
    ['an escaped message', `{"error":{"message":"no \\u0061${PLANTED.slice(1)}"}}`],
    ['a page', `<title>${'a '.repeat(30)}${PLANTED} ${OWN_TOKEN}</title>`],
    ['a text', `${'a '.repeat(35)}${PLANTED} ${OWN_TOKEN}`],
    [
      'a rejected item',
      `{"error":{"data":{"invalidItems":[{"itemPosition":0,"validationErrors":[{"message":"${PLANTED}"}]}]}}}`,
    ],
  ])('removes secrets from %s before it is cut', async (_, body) => {
    const response = { status: 400, headers: {}, body: chunks(body) }
    const failure = await failureOf(response, request, REDACTOR)
    expect(failure.message).toContain('apify_api_[redacted')
    expect(`${failure.message}${failure.apiMessage}`).not.toMatch(/Planted|own-to/)
  })

  it('stops reading a body that does not end', async () => {
    let read = 0
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        read += 1024
        yield Buffer.alloc(1024, 'x')
      }
    }
    const response = { status: 502, headers: {}, body: endless() }
    expect((await failureOf(response, request, REDACTOR)).status).toBe(502)
    expect(read).toBeLessThan(100 * 1024)
  })
})

it.each([
  [undefined, ''],
  [{}, ''],
  [{ a: undefined }, ''],
  [{ offset: 0, desc: true, fields: 'a,b' }, '?offset=0&desc=true&fields=a%2Cb'],
])('queryString of %j is %j', (query, text) => {
  expect(queryString(query)).toBe(text)
})

it('compresses only bodies that are worth it', async () => {
  expect(await compressed(undefined)).toEqual({})
  const small = Buffer.from('{}')
  expect(await compressed(small)).toEqual({ body: small })
  const large = await compressed(Buffer.alloc(4096, 'x'))
  expect(large.encoding).toBe('gzip')
  expect(large.body?.length).toBeLessThan(200)
})

import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ApifyClient } from '../../../src/apify/transport/client.ts'
import {
  createRequester,
  type Request,
  undefinedOnStatus,
} from '../../../src/apify/transport/requester.ts'
import { statusFailure } from '../../../src/apify/transport/status-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import { stream } from '../../support/fake-storages.ts'
import { PLANTED, REDACTOR } from '../../support/redactor.ts'

const REQUEST: Request = { method: 'GET', path: '/v2/x', resource: { kind: 'run', id: 'run1' } }
const HTML = 'Text/HTML; charset=utf-8'
const PAGE = '\n<html><title>Hotel Wi-Fi</title><body>Please log in</body></html>'
const schema = z.object({ id: z.string() })

function answering(body: string, type?: string) {
  const client: Pick<ApifyClient, 'send' | 'timeouts' | 'redactor'> = {
    redactor: REDACTOR,
    timeouts: DEFAULT_TIMEOUTS,
    send: (_request, _scope, consume) =>
      consume({
        status: 200,
        headers: { 'content-type': type },
        body: stream([Buffer.from(body)]),
      }),
  }
  const scope = { signal: new AbortController().signal, deadlineAt: 0 }
  return createRequester(client as ApifyClient, scope)
}

describe('a page with a status of success', () => {
  it.each<[string, (requester: ReturnType<typeof answering>) => Promise<unknown>]>([
    ['an object', (requester) => requester.data(schema, REQUEST)],
    ['nothing', (requester) => requester.done({ ...REQUEST, method: 'PUT' })],
    [
      'rows as csv',
      (requester) => requester.open({ ...REQUEST, query: { format: 'csv' } }, async () => 0),
    ],
  ])('in place of %s is not from the API', async (_, send) => {
    const failed = expect(send(answering(PAGE, HTML))).rejects
    await failed.toMatchObject({ foreign: true, delivery: 'lost', status: undefined })
    await failed.toThrow(/proxy, firewall or gateway answered \(200: Hotel Wi-Fi\)/)
  })

  it('may be what was asked for', async () => {
    const read = async () => 'read'
    const { open } = answering(PAGE, HTML)
    expect(await open({ ...REQUEST, query: { format: 'html' } }, read)).toBe('read')
    expect(await open({ ...REQUEST, mayBePage: true }, read)).toBe('read')
  })
})

describe('an object', () => {
  it.each([HTML, 'text/plain', '', undefined])('is read whatever its type: %j', async (type) => {
    expect(await answering('{"data":{"id":"a"}}', type).data(schema, REQUEST)).toEqual({ id: 'a' })
  })

  it('holds no secrets', async () => {
    const body = `{"data":{"id":"a ${PLANTED}"}}`
    expect(await answering(body).data(schema, REQUEST)).toEqual({ id: 'a apify_api_[redacted]' })
  })

  it.each([`<title>${PLANTED}</title>`, `{"error":{"message":"${PLANTED}"}}`, PLANTED])(
    'is missing in %s, which is shown without secrets',
    async (body) => {
      const redacted = /apify_api_\[redacted\]/
      await expect(answering(body, HTML).data(schema, REQUEST)).rejects.toThrow(redacted)
      await expect(answering(body).data(schema, REQUEST)).rejects.toThrow(redacted)
    },
  )

  it.each([
    ['{"data":null}', 'does not have the expected form. '],
    ['{"data":[]}', 'does not have the expected form. '],
    ['[]', 'does not have the expected form. '],
    ['{"error":{"message":"Busy"}}', 'does not have the expected form: Busy. '],
    ['', 'an empty response that is not JSON'],
  ])('is missing in %s', async (body, message) => {
    await expect(answering(body).data(schema, REQUEST)).rejects.toThrow(message)
  })
})

describe('an answer of another form', () => {
  it.each(['{"data":null}', '{"data":{"id":{"a":1}}}', '[]'])(
    'is not asked for again, since it comes again: %s',
    async (body) => {
      const failed = expect(answering(body).data(schema, REQUEST)).rejects
      await failed.toMatchObject({ delivery: 'lost', transient: false })
    },
  )

  it.each(['{"error":{"message":"Busy"}}', '{"data":{"id":', ''])(
    'may be another in a moment if it is an error, or is cut: %s',
    async (body) => {
      const failed = expect(answering(body).data(schema, REQUEST)).rejects
      await failed.toMatchObject({ delivery: 'lost', transient: true })
    },
  )

  it('is not read if it has many different keys', async () => {
    const items = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, i]))
    const failed = expect(
      answering(JSON.stringify({ data: { items } })).data(schema, REQUEST),
    ).rejects
    await failed.toMatchObject({ delivery: 'lost', transient: false })
    await failed.toThrow('more than 10000 keys beside its first 1000')
  })
})

describe('undefinedOnStatus', () => {
  it('accepts the status of the API alone', () => {
    const handle = undefinedOnStatus(404)
    expect(handle(statusFailure(404, '', undefined, REQUEST.resource))).toBeUndefined()
    expect(() => handle(statusFailure(404, PAGE, undefined, REQUEST.resource))).toThrow('gateway')
    expect(() => handle(statusFailure(403, '', undefined, REQUEST.resource))).toThrow('403')
  })
})

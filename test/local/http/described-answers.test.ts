import { createServer } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  hasApiDescription,
  WITHOUT_DESCRIPTION,
} from '../../support/local-platform/api-description.ts'
import { startPlatform } from '../../support/local-platform/platform.ts'
import { watchAnswers } from '../../support/local-platform/watch-answers.ts'

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' }

/** Answers a request in a certain way, and returns how that differs from the description. */
async function differencesOf(
  target: string,
  { status = 200, headers = JSON_TYPE as Record<string, string>, body = '' },
): Promise<string[]> {
  const server = createServer((_request, response) => {
    response.writeHead(status, headers)
    response.write(body.slice(0, 3))
    response.end(body.slice(3))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { found } = watchAnswers(`http://127.0.0.1:${port}`)
  const [method = '', path = ''] = target.split(' ')
  await (await fetch(`http://127.0.0.1:${port}${path}`, { method })).arrayBuffer()
  return [...found]
}

const DATASET = {
  id: 'x',
  name: null,
  userId: 'u',
  createdAt: '2026-01-02T03:04:05.000Z',
  modifiedAt: '2026-01-02T03:04:05.000Z',
  accessedAt: '2026-01-02T03:04:05.000Z',
  itemCount: 0,
  cleanItemCount: 0,
  actId: null,
  actRunId: null,
  consoleUrl: 'http://a.b',
}
const dataset = (change: object) => JSON.stringify({ data: { ...DATASET, ...change } })
const GET = 'GET /v2/datasets/x'

describe.skipIf(!hasApiDescription)(
  `an answer that is not as Apify describes it${WITHOUT_DESCRIPTION}`,
  () => {
    test.each([
      ['a field is missing', GET, { body: dataset({ id: undefined }) }, "'id'"],
      ['a type is wrong', GET, { body: dataset({ itemCount: '0' }) }, '/data/itemCount'],
      ['null is not allowed', GET, { body: dataset({ createdAt: null }) }, '/data/createdAt'],
      ['a value is unknown', GET, { body: dataset({ generalAccess: 'ALL' }) }, '/generalAccess'],
      ['the status is unknown', GET, { status: 202, body: dataset({}) }, 'not among 200'],
      ['the type is unknown', GET, { headers: { 'content-type': 'text/css' } }, 'text/css'],
      [
        'a header is missing',
        'GET /v2/datasets/x/items',
        { body: '[]' },
        'X-Apify-Pagination-Total',
      ],
      [
        'an error is no object',
        GET,
        { status: 404, body: '{"error":"no"}' },
        '/error must be object',
      ],
      ['an error has no message', GET, { status: 404, body: '{"error":{}}' }, 'no message'],
      ['an error type is unknown', 'GET /nowhere', error('bad-luck'), '/error/type'],
      ['the address is unknown', 'GET /v2/nowhere', { body: '{}' }, 'not documented'],
    ])('is found: %s', async (_, target, answer, difference) => {
      expect(await differencesOf(target, answer)).toContainEqual(
        expect.stringContaining(difference),
      )
    })

    test('is not found if it is as described', async () => {
      expect(await differencesOf(GET, { body: dataset({}) })).toEqual([])
      expect(await differencesOf(GET, error('record-not-found'))).toEqual([])
      expect(await differencesOf('DELETE /v2/datasets/x', { status: 204, headers: {} })).toEqual([])
    })

    test('is looked for in what the platform answers to anybody', async () => {
      const { baseUrl, token, answers } = await startPlatform()
      await fetch(`${baseUrl}/v2/datasets?token=${token}`)
      await fetch(`${baseUrl}/v2/datasets?token=${token}&method=POST`)
      expect([...answers.checked]).toEqual(['GET /v2/datasets', 'POST /v2/datasets'])
    })
  },
)

function error(type: string) {
  return { status: 404, body: JSON.stringify({ error: { type, message: 'Not here.' } }) }
}

test('what is stored has an address, which the answer names', async () => {
  const { baseUrl, call } = await startPlatform()
  const { json, headers } = await call('POST /v2/datasets')
  const { id } = json.data
  expect(headers.get('location')).toBe(`${baseUrl}/v2/datasets/${id}`)
  const pushed = await call(`POST /v2/datasets/${id}/items`, { body: '[{"n":1}]' })
  expect(pushed.headers.get('location')).toBe(`${baseUrl}/v2/datasets/${id}/items`)
  const store = (await call('POST /v2/key-value-stores')).json.data.id
  const record = `/v2/key-value-stores/${store}/records/a(b)`
  const written = await call(`PUT ${record}`, { body: 'x' })
  expect(written.headers.get('location')).toBe(baseUrl + record)
})

test.each([
  ['userData', 'text'],
  ['method', 'FETCH'],
  ['headers', []],
  ['errorMessages', [1]],
  ['noRetry', 'no'],
])('a request of a queue whose %s is %j is refused: nobody could read it', async (field, value) => {
  const { call } = await startPlatform()
  const { id } = (await call('POST /v2/request-queues')).json.data
  const body = JSON.stringify({ url: 'https://a.b', uniqueKey: 'a', [field]: value })
  const { status, json } = await call(`POST /v2/request-queues/${id}/requests`, { body })
  expect([status, json.error.type]).toEqual([400, 'invalid-request'])
  expect(json.error.message).toContain(field)
})

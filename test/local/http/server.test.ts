import { request } from 'node:http'
import { expect, test } from 'vitest'
import { startPlatform } from '../../support/local-platform/platform.ts'
import { sendThenRead } from '../../support/send-then-read.ts'

test('a request needs the token in its header or its query', async () => {
  const { baseUrl, token } = await startPlatform()
  const errorOf = async (path: string, headers = {}) => {
    const response = await fetch(baseUrl + path, { headers })
    return [response.status, JSON.parse(await response.text()).error?.type]
  }
  expect(await errorOf('/v2/users/me')).toEqual([401, 'token-not-provided'])
  expect(await errorOf('/v2/users/me?token=x')).toEqual([401, 'invalid-token'])
  const wrong = { authorization: 'Bearer x' }
  expect(await errorOf('/v2/users/me', wrong)).toEqual([401, 'invalid-token'])
  expect(await errorOf(`/v2/users/me?token=${token}`)).toEqual([200, undefined])
})

test('a request to another host name is refused', async () => {
  const { baseUrl, token } = await startPlatform()
  const headers = { host: 'evil.example', authorization: `Bearer ${token}` }
  const status = await new Promise((resolve) => {
    request(`${baseUrl}/v2/users/me`, { headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    }).end()
  })
  expect(status).toBe(403)
})

test.each(['keep-alive', 'close'])(
  'a client that sends a large body before it reads is told why it is refused: connection: %s',
  async (connection) => {
    const { baseUrl, call, token } = await startPlatform()
    const { id } = (await call('POST /v2/datasets')).json.data
    const url = `${baseUrl}/v2/datasets/${id}/items`
    const unknown = await sendThenRead(url, { connection })
    expect(unknown).toMatchObject({ status: 401, body: expect.stringContaining('Authentication') })
    const authorization = `Bearer ${token}`
    const tooLong = await sendThenRead(url, { connection, authorization })
    expect(tooLong).toMatchObject({ status: 413, body: expect.stringContaining('is larger than') })
  },
)

test('the local user, its limits and its Actors can be read', async () => {
  const { call } = await startPlatform()
  const { data: user } = (await call('GET /v2/users/me')).json
  expect(user).toMatchObject({ username: 'local', plan: { id: 'LOCAL' }, isPaying: false })
  const { data: limits } = (await call('GET /v2/users/me/limits')).json
  expect(limits.current).toMatchObject({ monthlyUsageUsd: 0, actorCount: 1 })
  const { data: actors } = (await call('GET /v2/actors')).json
  expect(actors).toMatchObject({ total: 1, items: [{ name: 'tester', username: 'local' }] })
  for (const handle of [actors.items[0].id, 'local~tester', '~tester', 'local%2Ftester']) {
    const { json } = await call(`GET /v2/actors/${handle}`)
    expect(json.data).toMatchObject({ id: actors.items[0].id, userId: user.id })
    expect((await call(`GET /v2/acts/${handle}`)).json).toEqual(json)
  }
})

test.each([
  ['GET /v2/nothing', 404, 'page-not-found'],
  ['GET /', 404, 'page-not-found'],
  ['DELETE /v2/users/me', 405, 'method-not-allowed'],
  ['POST /v2/tools/encode-and-sign', 501, 'not-implemented'],
  ['GET /v2/datasets/nothing', 404, 'record-not-found'],
  ['GET /v2/datasets/other~name', 404, 'record-not-found'],
  ['GET /v2/datasets//items', 404, 'page-not-found'],
  ['GET /v2/datasets/..%2F..%2Fx/items', 404, 'record-not-found'],
  ['GET /v2/datasets/%00', 404, 'record-not-found'],
  ['GET /v2/datasets/%zz', 400, 'invalid-id'],
  [`GET /v2/actor-runs/${'x'.repeat(10_000)}`, 404, 'record-not-found'],
  ['GET /v2/actor-runs/__proto__', 404, 'record-not-found'],
  ['GET /v2/actors/constructor', 404, 'record-not-found'],
  ['GET /v2/key-value-stores/toString', 404, 'record-not-found'],
  ['GET /v2/actor-runs?limit=-1', 400, 'invalid-value'],
  ['GET /v2/actor-runs?offset=x', 400, 'invalid-value'],
  ['GET /v2/actor-runs?startedAfter=x', 400, 'invalid-parameter'],
  ['POST /v2/datasets?name=a/b', 400, 'invalid-value'],
])('%s is answered with %i %s', async (target, status, type) => {
  const { call } = await startPlatform()
  const answer = await call(target)
  expect([answer.status, answer.json.error.type]).toEqual([status, type])
  expect(answer.json.error.message).toMatch(/\S/)
})

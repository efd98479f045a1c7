import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../support/folder.ts'
import { startPlatform, type TestPlatform } from '../../../support/local-platform/platform.ts'

const json = (body: unknown) => ({ body: JSON.stringify(body) })
const request = (key: string) => ({ uniqueKey: key, url: `http://a/${key}` })

async function newQueue(platform: TestPlatform) {
  const { id } = (await platform.call('POST /v2/request-queues')).json.data
  const path = `/v2/request-queues/${id}`
  const head = async (target: TestPlatform, query = '') => {
    const { data } = (await target.call(`GET ${path}/head?${query}`)).json
    return data.items.map(({ uniqueKey }: { uniqueKey: string }) => uniqueKey)
  }
  return { id, path, head }
}

test('a queue keeps its order, handled and deleted requests over a restart', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  const { id, path, head } = await newQueue(platform)
  const ids: Record<string, string> = {}
  for (const key of ['b', 'c', 'd', 'e']) {
    const { data } = (await platform.call(`POST ${path}/requests`, json(request(key)))).json
    ids[key] = data.requestId
  }
  await platform.call(`POST ${path}/requests?forefront=1`, json(request('a')))
  await platform.call(`POST ${path}/requests?forefront=1`, json(request('first')))
  const handled = { ...request('c'), handledAt: '2030-01-01T00:00:00.000Z', userData: { n: 1 } }
  await platform.call(`PUT ${path}/requests/${ids.c}`, json(handled))
  await platform.call(`DELETE ${path}/requests/${ids.d}`)
  await platform.call(`POST ${path}/head/lock?lockSecs=60&limit=1&clientKey=x`)
  expect(await head(platform)).toEqual(['a', 'b', 'e'])
  await platform.close()
  await appendFile(join(dir, 'data', 'request-queues', id, 'items.jsonl'), '{"id":"torn')

  const reopened = await startPlatform({ dir })
  expect(await head(reopened)).toEqual(['first', 'a', 'b', 'e'])
  const { data } = (await reopened.call(`GET ${path}`)).json
  expect(data).toMatchObject({ totalRequestCount: 5, handledRequestCount: 1 })
  const { json: stored } = await reopened.call(`GET ${path}/requests/${ids.c}`)
  expect(stored.data).toMatchObject(handled)
  await reopened.call(`POST ${path}/requests`, json(request('last')))
  expect(await head(reopened)).toEqual(['first', 'a', 'b', 'e', 'last'])
})

test('a request that is put back goes to the end, or to the front if asked', async () => {
  const platform = await startPlatform()
  const { path, head } = await newQueue(platform)
  const batch = await platform.call(
    `POST ${path}/requests/batch`,
    json(['a', 'b', 'c'].map(request)),
  )
  const [a, b] = batch.json.data.processedRequests
  await platform.call(`PUT ${path}/requests/${a.requestId}`, json(request('a')))
  expect(await head(platform)).toEqual(['b', 'c', 'a'])
  await platform.call(`PUT ${path}/requests/${a.requestId}?forefront=true`, json(request('a')))
  expect(await head(platform, 'limit=2')).toEqual(['a', 'b'])
  expect(b).toMatchObject({ uniqueKey: 'b', wasAlreadyPresent: false })
})

test('an expired lock frees its request', async () => {
  const platform = await startPlatform()
  const { path, head } = await newQueue(platform)
  await platform.call(`POST ${path}/requests`, json(request('a')))
  const { json: locked } = await platform.call(`POST ${path}/head/lock?lockSecs=0&clientKey=x`)
  expect(locked.data.items).toHaveLength(1)
  expect(await head(platform)).toEqual(['a'])
})

test.each([
  ['POST', '/requests', {}, 'invalid-request'],
  ['POST', '/requests/batch', Array(26).fill(request('a')), 'invalid-request'],
  ['POST', '/head/lock', undefined, 'invalid-value'],
  ['POST', '/head/lock?lockSecs=1&limit=26', undefined, 'invalid-value'],
  ['PUT', '/requests/wrong', request('a'), 'request-id-invalid'],
  ['PUT', '/requests/wrong/lock?lockSecs=1', undefined, 'record-not-found'],
  ['GET', '/requests/wrong', undefined, 'record-not-found'],
])('%s %s with %j is refused', async (method, end, body, type) => {
  const platform = await startPlatform()
  const { path } = await newQueue(platform)
  const { json: answer } = await platform.call(`${method} ${path}${end}`, body && json(body))
  expect(answer.error.type).toBe(type)
})

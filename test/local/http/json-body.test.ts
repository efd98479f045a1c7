import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { requestIdOf } from '../../../src/local/storage/request-queue/queue-request.ts'
import { startPlatform, type TestPlatform } from '../../support/local-platform/platform.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const lists = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

/** Writes a body in which one value is nested so deep that the whole has that many levels. */
function bodyOf(body: unknown, levels: number, around: number): string {
  return JSON.stringify(body).replace('"DEEP"', lists(levels - around))
}

const ID = requestIdOf('a')
const REQUEST = { url: 'https://a.b', uniqueKey: 'a', userData: { deep: 'DEEP' } }
const TASK = { actId: 'local~tester', name: 'saved', input: { deep: 'DEEP' } }

/** Each place that takes JSON, a body, and the levels around its deep value. */
const PLACES: [target: string, body: unknown, around: number][] = [
  ['POST /v2/request-queues/:queue/requests', REQUEST, 2],
  ['POST /v2/request-queues/:queue/requests/batch', [REQUEST], 3],
  [`PUT /v2/request-queues/:queue/requests/${ID}`, REQUEST, 2],
  ['DELETE /v2/request-queues/:queue/requests/batch', [{ id: ID, more: 'DEEP' }], 2],
  ['POST /v2/datasets/:dataset/items', { deep: 'DEEP' }, 1],
  ['POST /v2/actor-tasks', TASK, 2],
  ['PUT /v2/actor-tasks/local~task', { input: { deep: 'DEEP' } }, 2],
  ['PUT /v2/actor-tasks/local~task/input', { deep: 'DEEP' }, 1],
  ['POST /v2/actor-tasks/local~task/runs', { deep: 'DEEP' }, 1],
  ['POST /v2/actors/local~tester/runs', { deep: 'DEEP' }, 1],
  ['POST /v2/actors/local~tester/validate-input', { deep: 'DEEP' }, 1],
  ['PUT /v2/datasets/:dataset', { title: 'DEEP' }, 1],
]

async function openPlaces(platform: TestPlatform): Promise<(target: string) => string> {
  const queue = (await platform.call('POST /v2/request-queues')).json.data.id
  const dataset = (await platform.call('POST /v2/datasets')).json.data.id
  const task = JSON.stringify({ actId: 'local~tester', name: 'task' })
  await platform.call('POST /v2/actor-tasks', { body: task, headers: JSON_TYPE })
  return (target) => target.replace(':queue', queue).replace(':dataset', dataset)
}

test('JSON that is nested too deep is refused wherever it is sent, and stored nowhere', async () => {
  const platform = await startPlatform()
  const placed = await openPlaces(platform)
  for (const [target, body, around] of PLACES) {
    for (const levels of [1001, 200_000]) {
      const { status, json } = await platform.call(placed(target), {
        body: bodyOf(body, levels, around),
        headers: JSON_TYPE,
      })
      expect([target, status]).toEqual([target, 400])
      expect(json.error).toEqual({
        type: 'invalid-request',
        message: expect.stringMatching(/nested deeper than 1000 levels/),
      })
    }
  }
  const { json: rows } = await platform.call(placed('GET /v2/datasets/:dataset/items'))
  const { json: requests } = await platform.call(placed('GET /v2/request-queues/:queue/requests'))
  const { json: tasks } = await platform.call('GET /v2/actor-tasks')
  expect([rows, requests.data.items, tasks.data.total]).toEqual([[], [], 1])
})

test('JSON at the bound is taken everywhere, and survives a restart', async () => {
  const first = await startPlatform()
  const placed = await openPlaces(first)
  for (const [target, body, around] of PLACES) {
    const init = { body: bodyOf(body, 1000, around), headers: JSON_TYPE }
    const { status } = await first.call(placed(target), init)
    expect([target, status]).toEqual([target, expect.toSatisfy((given) => given < 300)])
  }
  const init = { body: bodyOf(REQUEST, 1000, 2), headers: JSON_TYPE }
  await first.call(placed('POST /v2/request-queues/:queue/requests'), init)
  await first.close()
  const { call } = await startPlatform({ dir: first.dir })
  for (const target of [
    placed('GET /v2/request-queues/:queue/requests'),
    placed('GET /v2/datasets/:dataset/items'),
    'GET /v2/actor-tasks/local~saved',
    'GET /v2/actor-tasks/local~task/input',
  ]) {
    const { text, status } = await call(target)
    expect([target, status]).toEqual([target, 200])
    expect([target, text.includes('['.repeat(998))]).toEqual([target, true])
    expect(text).not.toContain('left out')
  }
})

test('what is stored deeper than that is cut, and does not keep others from being read', async () => {
  const first = await startPlatform()
  const placed = await openPlaces(first)
  const queue = placed('/v2/request-queues/:queue/requests')
  const body = JSON.stringify({ url: 'https://a.b', uniqueKey: 'other' })
  await first.call(`POST ${queue}`, { body, headers: JSON_TYPE })
  const { json: created } = await first.call('POST /v2/actor-tasks', {
    body: bodyOf(TASK, 10, 2),
    headers: JSON_TYPE,
  })
  await first.close()
  const folder = placed(join(first.dir, 'data', 'request-queues', ':queue'))
  const request = { ...REQUEST, id: ID, method: 'GET', retryCount: 0 }
  const line = bodyOf({ id: ID, orderNo: 2, request }, 200_000, 3)
  await appendFile(join(folder, 'items.jsonl'), `${line}\n`)
  const file = join(first.dir, 'data', 'tasks', `${created.data.id}.json`)
  await writeFile(file, (await readFile(file, 'utf8')).replace(lists(8), lists(200_000)))
  const { call } = await startPlatform({ dir: first.dir })
  const { json: requests } = await call(`GET ${queue}`)
  expect(requests.data.items.map(({ uniqueKey }: typeof REQUEST) => uniqueKey)).toEqual([
    'other',
    'a',
  ])
  expect((await call('GET /v2/actor-tasks')).json.data.total).toBe(2)
  for (const target of [`GET ${queue}/${ID}`, 'GET /v2/actor-tasks/local~saved']) {
    const { status, text } = await call(target)
    expect([target, status]).toEqual([target, 200])
    expect(text).toContain('left out: nested deeper than 1000 levels')
  }
  const { status } = await call(`PUT ${queue}/${ID}/lock?lockSecs=1&forefront=1`)
  expect(status).toBe(404)
})

import { appendFile, rm, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeFolder } from '../../../support/folder.ts'
import { startPlatform, type TestPlatform } from '../../../support/local-platform/platform.ts'

async function newDataset(platform: TestPlatform): Promise<string> {
  return (await platform.call('POST /v2/datasets')).json.data.id
}

test('concurrent pushes are all stored, each in one piece', async () => {
  const platform = await startPlatform()
  const id = await newDataset(platform)
  const pushes = Array.from({ length: 50 }, (_, push) => {
    const body = JSON.stringify(Array.from({ length: 20 }, (_, n) => ({ push, n })))
    return platform.call(`POST /v2/datasets/${id}/items`, { body })
  })
  for (const { status } of await Promise.all(pushes)) expect(status).toBe(201)
  const { json } = await platform.call(`GET /v2/datasets/${id}/items`)
  expect(json).toHaveLength(1000)
  for (let at = 0; at < 1000; at += 20) {
    const { push } = json[at]
    const expected = Array.from({ length: 20 }, (_, n) => ({ push, n }))
    expect(json.slice(at, at + 20)).toEqual(expected)
  }
})

/**
 * Fills a dataset, closes its platform, damages its files, and returns the rows after a restart.
 */
async function afterDamage(damage: (items: string, index: string) => Promise<void>) {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  const id = await newDataset(platform)
  const body = '[{"n":1},{"#n":2},{"n":3}]'
  await platform.call(`POST /v2/datasets/${id}/items`, { body })
  await platform.close()
  const folder = join(dir, 'data', 'datasets', id)
  await damage(join(folder, 'items.jsonl'), join(folder, 'items.index'))
  const reopened = await startPlatform({ dir })
  await reopened.call(`POST /v2/datasets/${id}/items`, { body: '{"n":4}' })
  const { json: items } = await reopened.call(`GET /v2/datasets/${id}/items`)
  const { json } = await reopened.call(`GET /v2/datasets/${id}`)
  return { items, counts: [json.data.itemCount, json.data.cleanItemCount] }
}

const ALL = [{ n: 1 }, { '#n': 2 }, { n: 3 }, { n: 4 }]

test('rows survive a restart', async () => {
  expect(await afterDamage(async () => {})).toEqual({ items: ALL, counts: [4, 3] })
})

test('a torn last line is dropped', async () => {
  const torn = await afterDamage((items) => appendFile(items, '{"n":99,"te'))
  expect(torn).toEqual({ items: ALL, counts: [4, 3] })
})

test('a line that is missing only in the index is kept', async () => {
  const { items } = await afterDamage((path) => appendFile(path, '{"n":3.5}\n'))
  expect(items).toEqual([...ALL.slice(0, 3), { n: 3.5 }, { n: 4 }])
})

test('a lost index is rebuilt', async () => {
  expect(await afterDamage((_, index) => rm(index))).toEqual({ items: ALL, counts: [4, 3] })
})

test('an index of zeros, as after a power cut, is rebuilt', async () => {
  const zeroed = await afterDamage(async (_, index) => {
    await truncate(index, 8)
    await truncate(index, 24)
  })
  expect(zeroed).toEqual({ items: ALL, counts: [4, 3] })
})

test('an index longer than its items is truncated', async () => {
  const { items } = await afterDamage((path) => truncate(path, 9))
  expect(items).toEqual([{ n: 1 }, { n: 4 }])
})

test('named datasets are found by name, listed and deleted', async () => {
  const { call } = await startPlatform()
  const both = await Promise.all([1, 2].map(() => call('POST /v2/datasets?name=my-data')))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 201])
  const [first, second] = both.map(({ json }) => json.data.id)
  expect(first).toBe(second)
  await call('POST /v2/datasets')
  expect((await call('GET /v2/datasets')).json.data.total).toBe(1)
  expect((await call('GET /v2/datasets?unnamed=1')).json.data.total).toBe(2)
  for (const handle of ['~my-data', 'local~my-data', 'local%2Fmy-data']) {
    expect((await call(`GET /v2/datasets/${handle}`)).json.data.id).toBe(first)
  }
  expect((await call('DELETE /v2/datasets/~my-data')).status).toBe(204)
  expect((await call(`GET /v2/datasets/${first}`)).status).toBe(404)
  expect((await call('GET /v2/datasets')).json.data.total).toBe(0)
})

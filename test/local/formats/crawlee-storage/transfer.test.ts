import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { exportFolder, importFolder } from '../../../../src/local/index.ts'
import { makeFolder } from '../../../support/folder.ts'
import { runToEnd, startPlatform } from '../../../support/local-platform/platform.ts'

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

/** Writes a folder as Crawlee does. */
async function writeStorage(folder: string): Promise<string> {
  const files: Record<string, string | Buffer> = {
    'datasets/default/__metadata__.json': '{"itemCount":2}',
    'datasets/default/000000001.json': '{\n  "n": 12345678901234567890\n}',
    'datasets/default/000000002.json': '{"n":2}',
    'datasets/default/000000010.json': '{"n":10}',
    'key_value_stores/default/INPUT.json': '{"a":1}',
    'key_value_stores/default/page-1.html': '<p>é</p>',
    'key_value_stores/shots/v1.2.png': PNG,
    'request_queues/default/abc.json': '{}',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  return folder
}

test('the storages of a Crawlee folder are imported under their names', async () => {
  const dir = await makeFolder()
  const from = await writeStorage(join(dir, 'storage'))
  const imported = await importFolder(join(dir, 'data'), from)
  expect(imported.datasets).toMatchObject([{ name: 'default', items: 3 }])
  const stores = imported.keyValueStores.map(({ name, records }) => [name, records])
  expect(stores.sort()).toEqual([
    ['default', 2],
    ['shots', 1],
  ])
  const { call } = await startPlatform({ dir })
  const { text } = await call('GET /v2/datasets/~default/items?format=jsonl&fields=n')
  expect(text).toBe('{"n":12345678901234567890}\n{"n":2}\n{"n":10}\n')
  const html = await call('GET /v2/key-value-stores/~default/records/page-1')
  expect([html.text, html.headers.get('content-type')]).toEqual([
    '<p>é</p>',
    'text/html; charset=utf-8',
  ])
  const png = await call('GET /v2/key-value-stores/~shots/records/v1.2')
  expect(png.headers.get('content-type')).toBe('image/png')
})

test('exported storages can be imported elsewhere', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  await platform.call('POST /v2/datasets?name=rows')
  const rows = Array.from({ length: 150 }, (_, n) => ({ n, text: `${n}` }))
  await platform.call('POST /v2/datasets/~rows/items', { body: JSON.stringify(rows) })
  await platform.call('POST /v2/key-value-stores?name=files')
  const record = 'PUT /v2/key-value-stores/~files/records/zipped.v1'
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-encoding': 'gzip' }
  await platform.call(record, { body: new Uint8Array(gzipSync('hello')), headers })
  await platform.close()

  const to = join(dir, 'out')
  const exported = await exportFolder(join(dir, 'data'), to)
  expect(exported.datasets).toMatchObject([{ name: 'rows', items: 150 }])
  expect(await readFile(join(to, 'key_value_stores/files/zipped.v1.txt'), 'utf8')).toBe('hello')
  await expect(exportFolder(join(dir, 'data'), to)).rejects.toThrow(/rows is not empty/)

  const other = join(dir, 'other')
  await importFolder(join(other, 'data'), to)
  await expect(importFolder(join(other, 'data'), to)).rejects.toThrow(/already has 150 items/)
  const { call } = await startPlatform({ dir: other })
  expect((await call('GET /v2/datasets/~rows/items')).json).toEqual(rows)
  const copy = await call('GET /v2/key-value-stores/~files/records/zipped.v1')
  expect(copy.text).toBe('hello')
})

test('names that some systems reserve or mix up are exported and imported', async () => {
  const dir = await makeFolder()
  const platform = await startPlatform({ dir })
  await platform.call('POST /v2/key-value-stores?name=nul')
  const keys = ['CON', 'aux.', 'Same', 'same']
  for (const key of keys) {
    const headers = { 'content-type': 'text/plain; charset=utf-8' }
    const target = `PUT /v2/key-value-stores/~nul/records/${key}`
    await platform.call(target, { body: `of ${key}`, headers })
  }
  await platform.close()
  await exportFolder(join(dir, 'data'), join(dir, 'out'))
  const files = await readdir(join(dir, 'out/key_value_stores/%6Eul'))
  expect(files.sort()).toEqual(['%43ON.txt', '%61ux..txt', '%73%61%6D%65.txt', 'Same.txt'])

  const other = join(dir, 'other')
  await importFolder(join(other, 'data'), join(dir, 'out'))
  const { call } = await startPlatform({ dir: other })
  for (const key of keys) {
    const { text } = await call(`GET /v2/key-value-stores/~nul/records/${key}`)
    expect(text).toBe(`of ${key}`)
  }
})

test('the storages of a run are exported as the default ones', async () => {
  const platform = await startPlatform({
    script: `await call('POST', '/datasets/' + process.env.ACTOR_DEFAULT_DATASET_ID + '/items', '{"n":1}')`,
  })
  const { id } = await runToEnd(platform, '', '{"start":true}')
  const data = join(platform.dir, 'data')
  const to = join(platform.dir, 'out')
  await expect(exportFolder(data, to, id)).rejects.toThrow(/in use by process/)
  await platform.close()
  await expect(exportFolder(data, to)).rejects.toThrow(/no named storages/)
  await exportFolder(data, to, id)
  expect(await readdir(join(to, 'datasets/default'))).toEqual(['000000001.json'])
  const input = await readFile(join(to, 'key_value_stores/default/INPUT.json'), 'utf8')
  expect(JSON.parse(input)).toEqual({ start: true })
})

test('a folder without storages, or with an invalid item, is refused', async () => {
  const dir = await makeFolder()
  await expect(importFolder(join(dir, 'data'), dir)).rejects.toThrow(/nothing to import/)
  await mkdir(join(dir, 'bad/datasets/default'), { recursive: true })
  await writeFile(join(dir, 'bad/datasets/default/000000001.json'), '[1]')
  const bad = importFolder(join(dir, 'data'), join(dir, 'bad'))
  await expect(bad).rejects.toThrow(/000000001\.json cannot be read/)
})

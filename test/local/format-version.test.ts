import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportFolder, importFolder, pruneRuns, startLocalPlatform } from '../../src/local/index.ts'
import { makeFolder } from '../support/folder.ts'
import { filesOf, writeFolderOfRelease } from '../support/local-platform/data-folder.ts'
import { startPlatform } from '../support/local-platform/platform.ts'

const FORMAT = { 'format.json': '{"format":1}' }

test('a new folder says its format', async () => {
  const { dir } = await startPlatform()
  expect(await filesOf(join(dir, 'data'))).toMatchObject(FORMAT)
})

test('what release 0.1 wrote is kept, can be read, and says its format from then on', async () => {
  const dir = await makeFolder()
  const written = await writeFolderOfRelease(join(dir, 'data'))
  expect(Object.keys(written)).not.toContain('format.json')
  const { call, close } = await startPlatform({ dir })
  const { items } = (await call('GET /v2/actor-runs')).json.data
  expect(items).toMatchObject([{ status: 'SUCCEEDED' }])
  const run = `/v2/actor-runs/${items[0].id}`
  expect((await call(`GET ${run}/dataset/items`)).json).toEqual([
    { sku: 'a', price: 3 },
    { sku: 'b', price: 4.5 },
  ])
  expect((await call(`GET ${run}/key-value-store/records/OUTPUT`)).json).toEqual({ done: true })
  expect((await call(`GET ${run}/request-queue/requests`)).json.data.items).toMatchObject([
    { uniqueKey: 'one' },
  ])
  expect((await call(`GET ${run}/log`)).text).toMatch(/^\S+Z reading prices\n$/)
  expect((await call('GET /v2/datasets/~all-prices/items')).json).toEqual([{ sku: 'c', price: 9 }])
  expect((await call('GET /v2/actor-tasks/~daily')).json.data.input).toEqual({ shop: 'y' })
  await close()
  expect(await filesOf(join(dir, 'data'))).toMatchObject({ ...written, ...FORMAT })
})

/** Everything that opens a data folder. */
const OPENERS: [string, (dir: string) => Promise<unknown>][] = [
  ['the platform', (dir) => startLocalPlatform({ dir, actorDirs: [] })],
  ['import', async (dir) => importFolder(dir, await crawleeFolder())],
  ['export', async (dir) => exportFolder(dir, await makeFolder())],
  ['prune', (dir) => pruneRuns(dir, { keepRuns: 0, dryRun: false })],
]

async function crawleeFolder(): Promise<string> {
  const folder = await makeFolder()
  await mkdir(join(folder, 'datasets/prices'), { recursive: true })
  await writeFile(join(folder, 'datasets/prices/000000001.json'), '{"price":3}')
  return folder
}

test.each(OPENERS)('%s refuses a folder of a newer format and leaves it alone', async (_, open) => {
  const dir = await makeFolder()
  await writeFolderOfRelease(dir)
  await writeFile(join(dir, 'format.json'), '{"format":3,"more":true}')
  const before = await filesOf(dir)
  await expect(open(dir)).rejects.toThrow(
    `The data folder ${dir} has format 3, and this release reads only formats up to 2. Install a newer release`,
  )
  expect(await filesOf(dir)).toEqual(before)
})

test.each([
  ['torn', '{"form'],
  ['empty', ''],
  ['of another kind', '[1]'],
  ['without a number', '{"format":"1"}'],
])('a file about the format that is %s is refused and left alone', async (_, content) => {
  for (const [, open] of OPENERS) {
    const dir = await makeFolder()
    await writeFile(join(dir, 'format.json'), content)
    await expect(open(dir)).rejects.toThrow(/format\.json does not say the format.*choose another/)
    expect(await filesOf(dir)).toEqual({ 'format.json': content })
  }
})

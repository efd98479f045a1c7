import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import {
  runToEnd,
  startPlatform,
  type TestPlatform,
} from '../../../support/local-platform/platform.ts'
import { unzip } from '../../../support/local-platform/unzip.ts'

const NOISE = randomBytes(300_000).toString('base64')

async function writeStore(platform: TestPlatform): Promise<string> {
  const { id } = (await platform.call('POST /v2/key-value-stores')).json.data
  const path = `/v2/key-value-stores/${id}/records`
  const put = (key: string, body: string | Buffer<ArrayBuffer>, headers = {}) =>
    platform.call(`PUT ${path}/${key}`, { body, headers })
  await put('page-1', '<p>Käse</p>', { 'content-type': 'text/html' })
  await put('page-2', NOISE)
  await put('empty', '')
  await put('packed', gzipSync('unpacked'), { 'content-encoding': 'gzip' })
  return path
}

async function download({ baseUrl, token }: TestPlatform, path: string) {
  const response = await fetch(baseUrl + path, { headers: { authorization: `Bearer ${token}` } })
  return { response, archive: Buffer.from(await response.arrayBuffer()) }
}

test('all records of a store come as one ZIP archive, decoded, by their keys', async () => {
  const platform = await startPlatform()
  const path = await writeStore(platform)
  const { response, archive } = await download(platform, path)
  expect(response.headers.get('content-type')).toBe('application/zip')
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; .*\.zip"$/)
  expect(Object.fromEntries(unzip(archive))).toEqual({
    empty: '',
    packed: 'unpacked',
    'page-1': '<p>Käse</p>',
    'page-2': NOISE,
  })
  const pages = await download(platform, `${path}?prefix=page-`)
  expect([...unzip(pages.archive).keys()]).toEqual(['page-1', 'page-2'])
  const none = await download(platform, `${path}?prefix=none`)
  expect([...unzip(none.archive).keys()]).toEqual([])
  const refused = await platform.call(`GET ${path}?collection=pages`)
  expect([refused.status, refused.json.error.type]).toEqual([400, 'invalid-value'])
})

const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0)

test.skipIf(!python)(
  'another program finds the archive sound (skipped without Python)',
  async () => {
    const platform = await startPlatform()
    const { archive } = await download(platform, await writeStore(platform))
    const folder = join(platform.dir, 'unpacked')
    await mkdir(folder)
    await writeFile(join(folder, 'all.zip'), archive)
    const options = { cwd: folder, encoding: 'utf8' } as const
    expect(execFileSync(python ?? '', ['-m', 'zipfile', '-t', 'all.zip'], options)).toMatch(/Done/)
    execFileSync(python ?? '', ['-m', 'zipfile', '-e', 'all.zip', '.'], options)
    expect(await readFile(join(folder, 'page-2'), 'utf8')).toBe(NOISE)
    const year = `import zipfile; print(zipfile.ZipFile('all.zip').infolist()[0].date_time[0])`
    expect(execFileSync(python ?? '', ['-c', year], options).trim()).toBe(
      `${new Date().getUTCFullYear()}`,
    )
  },
)

test('the store of a run has an archive at each of its addresses', async () => {
  const platform = await startPlatform()
  const { id } = await runToEnd(platform)
  for (const address of [`actor-runs/${id}`, 'actors/local~tester/runs/last']) {
    const { archive } = await download(platform, `/v2/${address}/key-value-store/records`)
    expect(Object.fromEntries(unzip(archive))).toEqual({ INPUT: '{}' })
  }
})

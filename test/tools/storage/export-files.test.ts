import { lstat, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ITEMS, serveWithDir } from '../../support/downloads.ts'
import { startRaw } from '../../support/raw-server.ts'
import { serve } from '../../support/seeded-server.ts'

const rows = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ n, text: 'x'.repeat(40) }))

describe('export_items', () => {
  it('writes a whole dataset and returns path, rows, bytes and fields', async () => {
    const { call, fake, dir } = await serveWithDir()
    fake.datasets.set('data1', rows(20_000))
    const { structured, text } = await call('export_items', {
      runId: 'run1',
      fileName: 'all rows.jsonl',
    })
    const path = join(dir, 'all rows.jsonl')
    const written = await readFile(path, 'utf8')
    expect(structured, text).toEqual({
      path,
      rows: 20_000,
      bytes: Buffer.byteLength(written),
      fields: ['n', 'text'],
    })
    const lines = written.trim().split('\n')
    expect(lines).toHaveLength(20_000)
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ n: 19_999 })
    expect(await readdir(dir)).toEqual(['all rows.jsonl'])
  })

  it.each(['json', 'csv', 'xlsx'])('writes %s under a default name', async (format) => {
    const { call, dir, fake } = await serveWithDir()
    const { structured } = await call('export_items', {
      datasetId: 'data1',
      format,
      fields: ['url'],
    })
    expect(structured).toMatchObject({
      path: join(dir, `data1.${format}`),
      rows: 3,
      fields: ['url'],
    })
    expect(fake.sent(ITEMS).at(-1)?.query).toMatchObject({ format, fields: 'url' })
    expect((await readFile(join(dir, `data1.${format}`))).length).toBe(structured.bytes)
  })

  it('writes a record byte for byte', async () => {
    const { call, fake, dir } = await serveWithDir()
    const body = Buffer.from([0, 255, 10, 13, 128])
    fake.records.set('store1/shot.png', { body, contentType: 'image/png' })
    const { structured } = await call('export_items', { runId: 'run1', recordKey: 'shot.png' })
    expect(structured).toEqual({ path: join(dir, 'shot.png'), bytes: 5, contentType: 'image/png' })
    expect(await readFile(join(dir, 'shot.png'))).toEqual(body)
  })

  it('adds the extension of its type to a record without one', async () => {
    const { call, dir } = await serveWithDir()
    const record = { storeId: 'store1', recordKey: 'OUTPUT' }
    for (const unset of [{}, { fileName: '' }, { fileName: null }]) {
      const { structured } = await call('export_items', { ...record, ...unset })
      expect(structured.path).toBe(join(dir, 'OUTPUT.json'))
    }
  })

  it('reports progress', async () => {
    const { call, fake } = await serveWithDir()
    fake.datasets.set('data1', rows(200_000))
    const messages: (string | undefined)[] = []
    const onprogress = ({ message }: { message?: string }) => messages.push(message)
    await call('export_items', { datasetId: 'data1' }, { onprogress })
    expect(messages.length).toBeGreaterThan(1)
    expect(messages[0]).toMatch(/MB written, 200000 rows in total/)
  })
})

describe('export_items with `fileName`', () => {
  it.each([
    '../out.csv',
    '/tmp/out.csv',
    'a/b.csv',
    'a\\b.csv',
    '..',
    '.',
    '.hidden',
    ' ',
    'con.txt',
    'a\u0000b',
    'C:x',
    'trailing.',
    'x'.repeat(300),
  ])('rejects %j, and reads and writes nothing', async (fileName) => {
    const { call, parent, fake } = await serveWithDir()
    const { isError, text } = await call('export_items', { datasetId: 'data1', fileName })
    expect(isError).toBe(true)
    expect(text).toContain('fileName')
    expect(fake.sent(ITEMS).filter(({ query }) => query.limit === undefined)).toEqual([])
    expect(await readdir(parent, { recursive: true })).not.toContain('out.csv')
  })

  it('replaces a symbolic link of that name and keeps its target', async () => {
    const { call, dir, parent } = await serveWithDir()
    const outside = join(parent, 'outside.jsonl')
    await writeFile(outside, 'mine')
    await mkdir(dir)
    await symlink(outside, join(dir, 'rows.jsonl'))
    const { structured } = await call('export_items', {
      datasetId: 'data1',
      fileName: 'rows.jsonl',
    })
    expect(structured.rows).toBe(3)
    expect(await readFile(outside, 'utf8')).toBe('mine')
    expect((await lstat(join(dir, 'rows.jsonl'))).isSymbolicLink()).toBe(false)
  })

  it('rejects the name of a folder, or of a link to one', async () => {
    const { call, dir, parent } = await serveWithDir()
    await mkdir(join(dir, 'folder'), { recursive: true })
    await symlink(parent, join(dir, 'link'))
    for (const fileName of ['folder', 'link']) {
      const { isError, text } = await call('export_items', { datasetId: 'data1', fileName })
      expect(isError).toBe(true)
      expect(text).toContain('folder')
    }
    expect((await readdir(dir)).toSorted()).toEqual(['folder', 'link'])
  })
})

describe('--download-dir', () => {
  it('offers export_items, unless the server is read-only', async () => {
    const names = async (...args: string[]) => {
      const { client } = await serve({ args })
      return (await client.listTools()).tools.map(({ name }) => name)
    }
    const flag = `--download-dir=${tmpdir()}`
    expect(await names()).not.toContain('export_items')
    expect(await names(flag)).toContain('export_items')
    expect(await names(flag, '--read-only')).not.toContain('export_items')
    expect(await names(flag, '--tools=export_items')).toEqual(['export_items'])
  })

  it.each([
    [['--tools=export_items'], '--download-dir'],
    [['--download-dir=/tmp/x', '--http'], '--download-dir'],
    [['--download-dir'], '--download-dir'],
  ])('is named by the error about %j', async (args, named) => {
    const { code, stderr } = await (await startRaw({ args, env: { APIFY_TOKEN: 'a' } })).exited
    expect(code).toBe(2)
    expect(stderr).toContain(named)
  })
})

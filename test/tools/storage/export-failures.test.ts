import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ITEMS, serveWithDir } from '../../support/downloads.ts'
import { fail } from '../../support/fake-apify/apify.ts'

describe('an export that fails', () => {
  it('leaves no file when the connection breaks, and keeps an old file', async () => {
    const { call, fake, dir } = await serveWithDir()
    await call('export_items', { datasetId: 'data1', fileName: 'rows.jsonl' })
    const before = await readFile(join(dir, 'rows.jsonl'), 'utf8')
    fake.on(ITEMS, ({ query }, response) => {
      if (query.limit !== undefined) return 'pass'
      response.writeHead(200, { 'content-length': 1000 })
      response.write('{"n":1}\n', () => response.destroy())
      return undefined
    })
    const { isError, text } = await call('export_items', {
      datasetId: 'data1',
      fileName: 'rows.jsonl',
    })
    expect(isError).toBe(true)
    expect(text).toMatch(/broke/)
    expect(await readdir(dir)).toEqual(['rows.jsonl'])
    expect(await readFile(join(dir, 'rows.jsonl'), 'utf8')).toBe(before)
  })

  it('leaves no file when rows are missing although the response ends normally', async () => {
    const { call, fake, dir } = await serveWithDir()
    fake.on(ITEMS, ({ query }, response) => {
      if (query.limit !== undefined) return 'pass'
      response.writeHead(200, { 'x-apify-pagination-total': 3 }).end('{"n":1}\n{"n":2}')
      return undefined
    })
    const { isError, text } = await call('export_items', { datasetId: 'data1' })
    expect(isError).toBe(true)
    expect(text).toContain('Only 2 of 3 rows')
    expect(await readdir(dir)).toEqual([])
  })

  it('leaves no file when the client cancels', async () => {
    const { call, fake, dir } = await serveWithDir()
    fake.on(ITEMS, ({ query }, response) => {
      if (query.limit !== undefined) return 'pass'
      response.writeHead(200).write('{"n":1}\n')
      return undefined
    })
    const cancel = new AbortController()
    const exporting = call('export_items', { datasetId: 'data1' }, { signal: cancel.signal })
    const rejected = expect(exporting).rejects.toThrow('enough')
    await expect.poll(async () => readdir(dir).catch(() => [])).toHaveLength(1)
    cancel.abort(new Error('enough'))
    await rejected
    await expect.poll(() => readdir(dir)).toEqual([])
  })

  it('says that the dataset is missing, or that the download folder is a file', async () => {
    const { call, fake, dir } = await serveWithDir()
    await writeFile(dir, 'a file')
    const noFolder = await call('export_items', { datasetId: 'data1' })
    expect(noFolder).toMatchObject({
      isError: true,
      text: expect.stringContaining('--download-dir'),
    })
    expect(noFolder.text).not.toContain(dir)
    fake.on(ITEMS, fail(404, 'record-not-found', 'Dataset was not found'))
    expect((await call('export_items', { datasetId: 'data1' })).text).toContain('list_storages')
  })
})

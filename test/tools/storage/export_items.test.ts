import { describe, expect, it } from 'vitest'
import type { Downloads } from '../../../src/tool-call/downloads.ts'
import exportItems from '../../../tools/storage/export_items.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset, fakeRecord } from '../../support/fake-storages.ts'

type Args = Parameters<typeof callHandler<typeof exportItems.input, typeof exportItems.output>>[1]

/** A download folder in memory. */
function folder() {
  const files = new Map<string, string>()
  const downloads: Downloads = {
    check: () => undefined,
    async save(name, chunks, onBytes) {
      const parts: Uint8Array[] = []
      for await (const chunk of chunks) parts.push(chunk)
      const body = Buffer.concat(parts)
      onBytes?.(body.length)
      files.set(name, body.toString())
      return { path: `/downloads/${name}`, bytes: body.length }
    },
  }
  return { files, downloads }
}

const apify = {
  ...fakeDataset([{ a: 1 }, { a: 2, b: 'x' }]),
  ...fakeRecord('{"ok":true}', 'application/json'),
}

describe('export_items', () => {
  it.each([
    [{ datasetId: 'd1' }, 'd1.jsonl', { rows: 2, fields: ['a', 'b'] }],
    [{ runId: 'r1', fileName: 'all.jsonl' }, 'all.jsonl', { rows: 2, fields: ['a', 'b'] }],
    [{ datasetId: 'd1', fields: ['a'] }, 'd1.jsonl', { rows: 2, fields: ['a'] }],
    [{ datasetId: 'd1', format: 'csv' }, 'd1.csv', { rows: 2, fields: ['a', 'b'] }],
    [{ datasetId: 'd1', format: 'csv', clean: true }, 'd1.csv', { rows: 2, fields: ['a', 'b'] }],
    [{ storeId: 's1', recordKey: 'OUT' }, 'OUT.json', { contentType: 'application/json' }],
    [{ runId: 'r1', recordKey: 'a', fileName: 'b' }, 'b', { contentType: 'application/json' }],
  ] satisfies [Args, string, object][])(
    'writes the source of %j to %s',
    async (args, name, expected) => {
      const { files, downloads } = folder()
      const { result, progress } = await callHandler(exportItems, args, { apify, downloads })
      const bytes = Buffer.byteLength(files.get(name) ?? '')
      expect(result).toEqual({ path: `/downloads/${name}`, bytes, ...expected })
      expect(bytes).toBeGreaterThan(0)
      expect(progress).toEqual([expect.stringMatching(/^0\.0 MB written/)])
    },
  )

  it.each([
    [{}, 'Neither `datasetId` nor `runId`'],
    [{ datasetId: 'd1', runId: 'r1' }, 'Both `datasetId` and `runId`'],
    [{ datasetId: 'd1', recordKey: 'OUT' }, '`datasetId` cannot be combined with `recordKey`'],
    [{ storeId: 's1' }, '`storeId` needs `recordKey`'],
  ])('rejects %j, and a person is not asked', async (args, message) => {
    const { files, downloads } = folder()
    const context = {
      settings: { mode: 'cloud', readOnly: false, maxResultTokens: 800 },
      downloads,
    } as const
    await expect(callHandler(exportItems, args, { apify, downloads })).rejects.toThrow(message)
    expect(() => exportItems.confirm?.question({ format: 'jsonl', ...args }, context)).toThrow(
      message,
    )
    expect(files.size).toBe(0)
  })

  it('rejects a call without a download folder', async () => {
    await expect(callHandler(exportItems, { datasetId: 'd1' })).rejects.toThrow('--download-dir')
  })
})

describe('an export while the count of the API lags', () => {
  const rows = Array.from({ length: 250 }, (_, n) => ({ n, text: 'a\n"b",<item>' }))
  const withEmpty = rows.flatMap((row) => [row, {}])

  it.each(['json', 'jsonl', 'csv', 'xml', 'html', 'rss', 'xlsx'] as const)(
    'counts its own rows as %s',
    async (format) => {
      for (const total of [250, 249, 100, 7, 0, null]) {
        const { downloads } = folder()
        const context = { apify: fakeDataset(rows, { total }), downloads }
        const { result } = await callHandler(exportItems, { datasetId: 'd1', format }, context)
        expect(result.rows).toBe(format === 'xlsx' && total !== 250 ? undefined : 250)
      }
    },
  )

  it.each(['jsonl', 'csv', 'rss'] as const)('leaves out empty rows as %s', async (format) => {
    const { downloads } = folder()
    const context = { apify: fakeDataset(withEmpty, { total: 3 }), downloads }
    const args = { datasetId: 'd1', format, clean: true }
    expect((await callHandler(exportItems, args, context)).result.rows).toBe(250)
  })

  it('tells no wrong number of rows while it writes', async () => {
    const context = { apify: fakeDataset(rows, { total: 7 }), downloads: folder().downloads }
    const { progress } = await callHandler(exportItems, { datasetId: 'd1' }, context)
    expect(progress).toEqual(['0.0 MB written'])
  })

  it('refuses a name with a comma before it writes', async () => {
    const { files, downloads } = folder()
    const args = { datasetId: 'd1', fields: ['a,b'] }
    const context = { apify: fakeDataset([{ 'a,b': 1 }]), downloads }
    await expect(callHandler(exportItems, args, context)).rejects.toThrow('A name has a comma')
    expect(files.size).toBe(0)
  })
})

import { once } from 'node:events'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { makeFolder } from '../support/folder.ts'
import { platformIn, untilEnded } from '../support/local-platform/shared-platform.ts'

const FORMATS = ['json', 'jsonl', 'xml', 'rss']
const lists = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe.each(DOORS)('$name', (door) => {
  it(`10 a row nested deeper than 1,000 levels is refused, over ${door.name}`, async () => {
    const args = [`--local=${await makeFolder()}`]
    let levels = 1001
    // JSON.stringify recurses.
    const spell = (text: string) => text.replace('"@deep"', lists(levels))
    const { ask, call } = await openServer(door, { args, spell })
    const { structured } = await call('create_storage', { type: 'dataset', name: 'rows' })
    const { datasetId } = structured
    for (levels of [1001, 5000, 200_000]) {
      const items = [{ deep: '@deep' }]
      const params = { name: 'push_dataset_items', arguments: { datasetId, items } }
      const { result, error } = await ask('tools/call', params)
      expect(error !== undefined || result?.isError, `${levels} levels`).toBe(true)
      expect(JSON.stringify(error ?? result)).toMatch(/nested|deep/)
    }
    await call('push_dataset_items', { datasetId, items: [{ n: 1 }] })
    const { structured: page } = await call('list_dataset_items', { datasetId })
    expect(page.items).toEqual([{ n: 1 }])
  })

  it(`10 a row that is nested too deep already is read without that part, over ${door.name}`, async () => {
    const dir = await makeFolder()
    const first = await openServer(door, { args: [`--local=${dir}`] })
    const named = await first.call('create_storage', { type: 'dataset', name: 'rows' })
    const { datasetId } = named.structured
    await first.call('push_dataset_items', { datasetId, items: [{ n: 1 }] })
    const { pid } = await platformIn(dir)
    first.child.kill()
    await once(first.child, 'close')
    // The platform keeps what it knows of the rows until it ends.
    await untilEnded(pid)
    const file = join(dir, 'datasets', String(datasetId), 'items.jsonl')
    await appendFile(file, `{"deep":${lists(2_000_000)},"n":2}\n{"n":3}\n`)

    const isStdio = door.transport === 'stdio'
    const downloads = isStdio ? [`--download-dir=${await makeFolder()}`] : []
    const args = [`--local=${dir}`, ...downloads]
    const { call } = await openServer(door, { args })
    const { text, structured } = await call('list_dataset_items', { datasetId, fields: ['n'] })
    expect(structured.items, text).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
    expect((await call('list_dataset_items', { datasetId })).text).toContain('"n":3')
    for (const format of isStdio ? FORMATS : []) {
      const exported = await call('export_items', { datasetId, format })
      expect(exported.isError, `${format}: ${exported.text}`).toBe(false)
    }
  })
})

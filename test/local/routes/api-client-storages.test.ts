import { DownloadItemsFormat } from 'apify-client'
import { describe, expect, test } from 'vitest'
import { connect, keepCoverage } from '../../support/local-platform/client.ts'

describe("storages, with Apify's own client and API description", () => {
  test('datasets', async () => {
    const { client } = await connect()
    const { id } = await client.datasets().getOrCreate('my-data')
    expect((await client.datasets().getOrCreate('my-data')).id).toBe(id)
    await client.datasets().getOrCreate()
    expect((await client.datasets().list()).items.map(({ name }) => name)).toEqual(['my-data'])
    expect((await client.datasets().list({ unnamed: true, desc: true, limit: 1 })).total).toBe(2)
    const dataset = client.dataset(id)
    await dataset.pushItems([
      { n: 1, s: '' },
      { n: null, deep: { a: 1 } },
    ])
    await dataset.pushItems({ n: 3 })
    expect(await dataset.get()).toMatchObject({ itemCount: 3, name: 'my-data' })
    const page = await dataset.listItems({ offset: 1, limit: 1, fields: ['n'], desc: true })
    expect(page).toMatchObject({ items: [{ n: null }], total: 3, offset: 1, count: 1 })
    const csv = await dataset.downloadItems(DownloadItemsFormat.CSV, { bom: false, delimiter: ';' })
    expect(csv.toString()).toBe('n;s;deep/a\n1;;\n;;1\n3;;\n')
    const statistics = await dataset.getStatistics()
    expect(statistics?.fieldStatistics).toMatchObject({
      n: { min: 1, max: 3, nullCount: 1 },
      s: { emptyCount: 1 },
    })
    expect(await dataset.update({ name: 'renamed' })).toMatchObject({ name: 'renamed' })
    expect((await client.dataset('~renamed').get())?.id).toBe(id)
    expect((await client.dataset('local~renamed').get())?.id).toBe(id)
    await dataset.delete()
    expect(await dataset.get()).toBeUndefined()
  })

  test('key-value stores', async () => {
    const { client } = await connect()
    const { id } = await client.keyValueStores().getOrCreate('my-store')
    expect((await client.keyValueStores().list()).total).toBe(1)
    const store = client.keyValueStore(id)
    for (const key of ['a-1', 'a-2', 'b-1']) await store.setRecord({ key, value: { key } })
    await store.setRecord({ key: 'text', value: 'é', contentType: 'text/plain; charset=utf-8' })
    await store.setRecord({
      key: 'bytes',
      value: Buffer.from([0, 255]).toString('base64'),
      contentType: 'application/octet-stream',
    })
    expect((await store.getRecord('a-1'))?.value).toEqual({ key: 'a-1' })
    expect((await store.getRecord('text'))?.value).toBe('é')
    expect((await store.getRecord('bytes'))?.value).toEqual(Buffer.from('AP8='))
    expect(await store.getRecord('none')).toBeUndefined()
    expect(await store.recordExists('a-1')).toBe(true)
    expect(await store.recordExists('none')).toBe(false)
    const page = await store.listKeys({ prefix: 'a-', limit: 1 })
    expect(page).toMatchObject({ items: [{ key: 'a-1' }], isTruncated: true })
    const next = { prefix: 'a-', exclusiveStartKey: page.nextExclusiveStartKey }
    expect(await store.listKeys(next)).toMatchObject({
      items: [{ key: 'a-2' }],
      isTruncated: false,
    })
    await store.deleteRecord('a-1')
    expect(await store.recordExists('a-1')).toBe(false)
    expect(await store.update({ name: 'renamed' })).toMatchObject({ id, name: 'renamed' })
    await client.keyValueStores().getOrCreate('other')
    await expect(store.update({ name: 'other' })).rejects.toThrow(/named "other" already/)
    await store.delete()
    expect(await store.get()).toBeUndefined()
  })

  test('request queues', async () => {
    const { client } = await connect()
    const { id } = await client.requestQueues().getOrCreate('my-queue')
    expect((await client.requestQueues().list()).items).toMatchObject([{ id, name: 'my-queue' }])
    const queue = client.requestQueue(id, { clientKey: 'one' })
    const request = (n: number) => ({
      url: `http://a/${n}`,
      uniqueKey: `${n}`,
      method: 'GET' as const,
    })
    const first = await queue.addRequest(request(1))
    expect(first).toMatchObject({ wasAlreadyPresent: false, wasAlreadyHandled: false })
    expect(await queue.addRequest(request(1))).toEqual({ ...first, wasAlreadyPresent: true })
    await queue.batchAddRequests(
      Array.from({ length: 60 }, (_, i) => request(i + 2)),
      {
        maxParallel: 1,
      },
    )
    await queue.addRequest(request(0), { forefront: true })
    expect(await queue.get()).toMatchObject({ totalRequestCount: 62, pendingRequestCount: 62 })
    const keys = (items: { uniqueKey: string }[]) => items.map(({ uniqueKey }) => uniqueKey)
    expect(keys((await queue.listHead({ limit: 3 })).items)).toEqual(['0', '1', '2'])

    const locked = await queue.listAndLockHead({ lockSecs: 60, limit: 2 })
    expect(keys(locked.items)).toEqual(['0', '1'])
    expect(keys((await queue.listHead({ limit: 1 })).items)).toEqual(['2'])
    const other = client.requestQueue(id, { clientKey: 'two' })
    expect(keys((await other.listAndLockHead({ lockSecs: 60, limit: 1 })).items)).toEqual(['2'])
    expect((await other.listHead()).hadMultipleClients).toBe(true)
    await queue.prolongRequestLock(first.requestId, { lockSecs: 120 })
    await expect(other.prolongRequestLock(first.requestId, { lockSecs: 1 })).rejects.toThrow(
      /not locked by this client/,
    )
    expect(keys((await queue.listRequests({ filter: ['locked'] })).items)).toHaveLength(3)
    await queue.deleteRequestLock(first.requestId)
    expect(keys((await queue.listHead({ limit: 1 })).items)).toEqual(['1'])
    expect(await queue.unlockRequests()).toEqual({ unlockedCount: 1 })

    const stored = await queue.getRequest(first.requestId)
    expect(stored).toMatchObject(request(1))
    const handledAt = new Date().toISOString()
    await queue.updateRequest({ ...request(1), id: first.requestId, handledAt })
    expect(await queue.addRequest(request(1))).toMatchObject({ wasAlreadyHandled: true })
    expect(await queue.get()).toMatchObject({ handledRequestCount: 1, pendingRequestCount: 61 })
    await queue.deleteRequest(first.requestId)
    const deleted = await queue.batchDeleteRequests([{ uniqueKey: '5' }, { uniqueKey: 'none' }])
    expect(deleted.processedRequests).toMatchObject([{ uniqueKey: '5' }])
    const pages: number[] = []
    for await (const { items } of queue.paginateRequests({ limit: 50, maxPageLimit: 20 })) {
      pages.push(items.length)
    }
    expect(pages).toEqual([20, 20, 10])
    expect(await queue.update({ name: 'renamed' })).toMatchObject({ name: 'renamed' })
    await queue.delete()
    expect(await queue.get()).toBeUndefined()
  })

  keepCoverage('api-client-storages.test.ts')
})

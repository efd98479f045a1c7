import type { FakeCount } from './items.ts'
import { send, sendNotFound } from './reply.ts'
import type { FakeRequest, Handler } from './server.ts'
import type { FakeRecord, FakeRun } from './types.ts'

type FakeStorage = { id: string; name: string | null } & Record<string, unknown>

interface Data {
  runs: Map<string, FakeRun>
  datasets: Map<string, unknown[]>
  itemCounts: Map<string, FakeCount>
  records: Map<string, FakeRecord>
}

/** Adds the routes that list and describe storages and their keys. */
export function serveStorages(
  on: (pattern: string, handler: Handler) => void,
  { runs, datasets, itemCounts, records }: Data,
) {
  const storages: Record<string, FakeStorage[]> = { datasets: [], 'key-value-stores': [] }

  const dataset = (id: string): Handler => {
    return (_, response) => {
      const items = datasets.get(id)
      if (!items) return sendNotFound(response, 'Dataset')
      const stats = { inflatedBytes: JSON.stringify(items).length }
      const listed = storages.datasets?.find((storage) => storage.id === id)
      const name = listed?.name ?? null
      const counted = { itemCount: items.length, ...listed }
      if (itemCounts.has(id)) Object.assign(counted, { itemCount: itemCounts.get(id) })
      return send(response, 200, { id, name, stats, ...counted })
    }
  }
  const keys = (store: string, { query }: FakeRequest) => {
    const all = [...records]
      .filter(([path]) => path.startsWith(`${store}/`))
      .map(([path, { body }]) => ({
        key: path.slice(store.length + 1),
        size: Buffer.byteLength(body),
      }))
      .filter(({ key }) => key.startsWith(query.prefix ?? ''))
      .filter(({ key }) => key > (query.exclusiveStartKey ?? ''))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
    const items = all.slice(0, Number(query.limit ?? 1000))
    const isTruncated = items.length < all.length
    return {
      items,
      count: items.length,
      isTruncated,
      nextExclusiveStartKey: isTruncated ? items.at(-1)?.key : null,
    }
  }
  const ofRun = ({ params }: FakeRequest, name: string) =>
    String(runs.get(params.id ?? '')?.[name] ?? '')

  on('GET /v2/datasets/:id', (request, response) =>
    dataset(request.params.id ?? '')(request, response),
  )
  on('GET /v2/actor-runs/:id/dataset', (request, response) =>
    dataset(ofRun(request, 'defaultDatasetId'))(request, response),
  )
  const store = (id: string): Handler => {
    return (_, response) => {
      const listed = storages['key-value-stores']?.find((storage) => storage.id === id)
      const isKnown =
        [...records.keys()].some((path) => path.startsWith(`${id}/`)) ||
        [...runs.values()].some(({ defaultKeyValueStoreId }) => defaultKeyValueStoreId === id)
      if (!listed && !isKnown) return sendNotFound(response, 'Key-value store')
      return send(response, 200, { id, name: null, ...listed })
    }
  }
  on('GET /v2/key-value-stores/:id', (request, response) =>
    store(request.params.id ?? '')(request, response),
  )
  on('GET /v2/actor-runs/:id/key-value-store', (request, response) =>
    store(ofRun(request, 'defaultKeyValueStoreId'))(request, response),
  )
  on('GET /v2/key-value-stores/:id/keys', (request, response) =>
    send(response, 200, keys(request.params.id ?? '', request)),
  )
  on('GET /v2/actor-runs/:id/key-value-store/keys', (request, response) =>
    send(response, 200, keys(ofRun(request, 'defaultKeyValueStoreId'), request)),
  )
  for (const [collection, all] of Object.entries(storages)) {
    on(`GET /v2/${collection}`, ({ query }, response) => {
      const shown = all.filter(({ name }) => name !== null || query.unnamed === 'true')
      if (query.desc === 'true') shown.reverse()
      const offset = Number(query.offset ?? 0)
      const items = shown.slice(offset, offset + Number(query.limit ?? 1000))
      return send(response, 200, { total: shown.length, offset, count: items.length, items })
    })
    on(`POST /v2/${collection}`, ({ query }, response) => {
      const name = query.name ?? null
      const found = all.find((storage) => storage.name === name)
      if (found) return send(response, 200, found)
      const storage = { id: `${collection}-${all.length}`, name }
      all.push(storage)
      return send(response, 201, storage)
    })
  }
  return storages
}

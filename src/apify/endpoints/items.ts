import { type Push, pushOnce } from '../delivery/push-once.ts'
import { readJsonl } from '../transport/body-readers.ts'
import type { Request, Requester } from '../transport/requester.ts'
import { resourceId, storagePath, storageSubject } from '../transport/resource-paths.ts'
import { apiDataset, type ItemsPage, type ItemsQuery, type StorageRef } from '../types/run-types.ts'

/** The endpoints of the items in datasets. */
export function itemEndpoints(requester: Requester) {
  return {
    /** Items that the dataset holds; up to 5 s behind on the platform. */
    async itemCount(datasetId: string): Promise<number | undefined> {
      const path = `/v2/datasets/${resourceId('datasetId', datasetId)}`
      // A count is an extra: a run whose dataset cannot be counted is still worth showing.
      const dataset = await requester
        .data(apiDataset, { method: 'GET', path, resource: { kind: 'dataset', id: datasetId } })
        .catch(() => undefined)
      return dataset?.itemCount ?? undefined
    },

    /** GET …/items: opens a page, hands it to `read`, then closes the connection. */
    async readItems<T>(
      ref: StorageRef,
      query: ItemsQuery,
      read: (page: ItemsPage) => Promise<T>,
    ): Promise<T> {
      const { fields, omit, unwind, flatten, ...rest } = query
      const lists = { fields, omit, unwind, flatten }
      const joined = Object.entries(lists).map(([name, value]) => [
        name,
        value?.join(',') || undefined,
      ])
      return requester.open(
        {
          method: 'GET',
          path: `${storagePath('datasets', ref)}/items`,
          query: { ...rest, ...Object.fromEntries(joined) },
          resource: storageSubject('dataset', ref),
        },
        ({ headers, body }) => {
          const total = totalOf(headers)
          return read({
            rows: readJsonl(body),
            chunks: body,
            ...(total !== undefined && { total }),
          })
        },
      )
    },

    /**
     * POST /v2/datasets/:id/items, a request a batch. @param batches items as JSON texts
     * @returns how many items are stored. @throws ApiFailure that says how many certainly are
     */
    pushItems(datasetId: string, batches: readonly string[][]): Promise<number> {
      const path = `/v2/datasets/${resourceId('datasetId', datasetId)}/items`
      const request = { path, resource: { kind: 'dataset', id: datasetId } } as const
      return pushOnce(batches, pushRequests(requester, request))
    },
  }
}

/** Where no dataset ends, so that an answer tells its length and holds no rows. */
const BEYOND_ANY_END = 1_000_000_000

function pushRequests(requester: Requester, request: Pick<Request, 'path' | 'resource'>): Push {
  const { timeouts } = requester
  return {
    times: requester,
    count: () =>
      requester
        .open(
          {
            ...request,
            method: 'GET',
            query: { offset: BEYOND_ANY_END, limit: 1, format: 'jsonl' },
            retries: 1,
            totalTimeoutMs: timeouts.lookupTimeoutMs,
          },
          async ({ headers, body }) => {
            for await (const _ of body);
            return totalOf(headers)
          },
        )
        // A token may be allowed to write and not to read; then a push goes without this.
        .catch(() => undefined),
    post: (body, totalTimeoutMs) =>
      requester.done({
        ...request,
        method: 'POST',
        body,
        contentType: 'application/json; charset=utf-8',
        retry: 'not-sent',
        responseTimeoutMs: totalTimeoutMs,
        totalTimeoutMs,
      }),
    read: (page, totalTimeoutMs) =>
      requester.open(
        {
          ...request,
          method: 'GET',
          query: { ...page, format: 'jsonl' },
          retries: 0,
          totalTimeoutMs,
        },
        async ({ body }) => {
          const rows: unknown[] = []
          for await (const { row } of readJsonl(body)) {
            if (rows.push(row) === page.limit) break
          }
          return rows
        },
      ),
  }
}

/** Items in the dataset, as the answer counts them. */
function totalOf(headers: Record<string, string | undefined>): number | undefined {
  const total = headers['x-apify-pagination-total'] ?? ''
  return /^\d{1,15}$/.test(total) ? Number(total) : undefined
}

import type { Redactor } from '../../exit/redact.ts'
import type { Found, JsonReader, Wanted } from '../../untrusted/json-reader.ts'
import { comparableRow } from '../delivery/comparable-row.ts'
import type { PageRequest } from '../delivery/dataset-end.ts'
import { type Batches, type Push, pushOnce } from '../delivery/push-once.ts'
import { readJsonl, readLine } from '../transport/body-readers.ts'
import { type Line, readLines } from '../transport/json-lines.ts'
import type { ApiResponse } from '../transport/request.ts'
import type { Request, Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import {
  apiDataset,
  type ItemsPage,
  type ItemsQuery,
  type StorageRef,
} from '../types/storage-types.ts'
import type { FindNamed } from './find-named.ts'

/** Returns the endpoints of the items in datasets. */
export function itemEndpoints(requester: Requester, named: FindNamed, json: JsonReader) {
  return {
    /** Returns the number of items in a dataset; on the platform it lags up to 5 s behind. */
    async itemCount(datasetId: string): Promise<number | undefined> {
      const path = `/v2/datasets/${resourceId('datasetId', datasetId)}`
      // A run is worth showing even if its dataset cannot be counted.
      const dataset = await requester
        .data(apiDataset, { method: 'GET', path, resource: { kind: 'dataset', id: datasetId } })
        .catch(() => undefined)
      return dataset?.itemCount ?? undefined
    },

    /** GET …/items: opens a page, passes it to `read`, then closes the connection. */
    async readItems<T>(
      ref: StorageRef,
      query: ItemsQuery,
      read: (page: ItemsPage) => Promise<T>,
    ): Promise<T> {
      const { fields, omit, unwind, flatten, unparsed, ...rest } = query
      const lists = { fields, omit, unwind, flatten }
      const joined = Object.entries(lists).map(([name, value]) => [
        name,
        value?.join(',') || undefined,
      ])
      return named.inStorage('dataset', ref, (path, resource) =>
        requester.open(
          {
            method: 'GET',
            path: `${path}/items`,
            query: { ...rest, ...Object.fromEntries(joined) },
            resource,
          },
          (response) => read(openPage(response, { json, redactor: requester.redactor, unparsed })),
        ),
      )
    },

    /**
     * POST /v2/datasets/:id/items, one request for each batch.
     *
     * @param batches items as JSON texts; those of a file can be read again from the beginning
     * @param first the position of the first item in its file
     * @returns the number of stored items
     * @throws {ApiFailure} says how many items are stored
     */
    pushItems(datasetId: string, batches: Batches, first?: number): Promise<number> {
      return named.inStorage('dataset', { id: datasetId }, (path, resource) =>
        pushOnce(batches, pushRequests(requester, { path: `${path}/items`, resource }), first),
      )
    },
  }
}

interface Reading {
  json: JsonReader
  redactor: Redactor
  unparsed: number | undefined
}

/**
 * Returns the page in a response. What an agent sees is read from `rows`, `readRow`, `text` or `mask`, which
 * hold no secrets; a file of the operator gets `chunks`.
 */
function openPage({ headers, body }: ApiResponse, reading: Reading): ItemsPage {
  const { json, redactor } = reading
  return {
    rows: readJsonl(body, reading),
    readRow: (skip, wanted) => readRow(body, skip, { json, wanted }),
    chunks: body,
    text: () => redactor.bytes(body),
    mask: redactor.mask,
    ...countsIn(headers),
  }
}

/** Reads a value of the row after `skip` others. */
async function readRow<T>(
  body: AsyncIterable<Buffer>,
  skip: number,
  { json, wanted }: { json: JsonReader; wanted: Wanted<T> },
): Promise<Found<T> | undefined> {
  let rows = 0
  for await (const line of readLines(body)) {
    // The line can be read only as long as this loop goes on.
    if (rows++ === skip) return await readLine(line, json, wanted)
  }
  return undefined
}

/** An offset beyond the end of any dataset: the response has its length and no rows. */
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
            return totalOf(headers) ?? 0
          },
        )
        // A token may be allowed to write but not to read; a push works without the count.
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
    async countRows(page) {
      let rows = 0
      const total = await forEachLine(requester, request, page, () => ++rows)
      return { rows, total }
    },
    async read(page, largest) {
      const rows: unknown[] = []
      const total = await forEachLine(requester, request, page, async (line) =>
        rows.push(await comparableRow(line, largest)),
      )
      return { rows, total }
    },
  }
}

/**
 * Passes the lines of a page on as they are stored, one after the other: a pushed row is found by all of it.
 * @returns the API's count of the items in the dataset
 */
function forEachLine(
  requester: Requester,
  request: Pick<Request, 'path' | 'resource'>,
  { offset, limit, ms }: PageRequest,
  use: (line: Line) => number | Promise<number>,
): Promise<number | undefined> {
  const query = { offset, limit, format: 'jsonl' }
  return requester.open(
    { ...request, method: 'GET', query, retries: 0, totalTimeoutMs: ms },
    async ({ headers, body }) => {
      for await (const line of readLines(body)) if ((await use(line)) === limit) break
      return totalOf(headers)
    },
  )
}

type Headers = Record<string, string | undefined>

/** Returns the counts of a page that the headers of its response give. */
function countsIn(headers: Headers): Pick<ItemsPage, 'total' | 'skipped'> {
  const total = totalOf(headers)
  const skipped = countIn(headers['x-rows-skipped'])
  return { ...(total !== undefined && { total }), ...(skipped !== undefined && { skipped }) }
}

/** Returns the API's count of the items in the dataset, from a header of the response. */
function totalOf(headers: Headers): number | undefined {
  return countIn(headers['x-apify-pagination-total'])
}

function countIn(header = ''): number | undefined {
  return /^\d{1,15}$/.test(header) ? Number(header) : undefined
}

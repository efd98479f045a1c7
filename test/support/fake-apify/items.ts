import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { encode, formatNamed } from '../../../src/local/formats/index.ts'
import { type Transforms, transform } from '../../../src/local/storage/dataset/transforms.ts'

type Query = Record<string, string>

/** What the API says a dataset holds: a wrong number, any text, or null for no count at all. */
export type FakeCount = number | string | null

/**
 * Streams items as the API does, in all its formats. Filters apply after `offset` and `limit`, so a
 * page may have fewer rows than its limit although more follow.
 * @param count what the headers say, which may differ from what is stored
 */
export async function sendItems(
  stored: readonly unknown[],
  query: Query,
  response: ServerResponse,
  count: FakeCount = stored.length,
): Promise<undefined> {
  const offset = Number(query.offset ?? 0)
  const limit = Number(query.limit ?? stored.length)
  const ordered = isOn(query.desc) ? stored.toReversed() : stored
  const window = ordered.slice(offset, offset + limit)
  const transforms = transformsOf(query)
  const texts = window.flatMap((item) =>
    [...transform(record(item), transforms)].flatMap((one) => (one ? [json(one)] : [])),
  )
  const format = formatNamed(query.format ?? 'json')
  const options = { delimiter: ',', skipHeaderRow: false, xmlRoot: 'items', xmlRow: 'item' }
  const parts = await encode(
    format,
    { id: 'fake', label: 'fake', address: 'http://fake', texts: () => oneByOne(texts) },
    { ...options, bom: undefined, feedTitle: undefined, feedDescription: undefined },
  )
  response.writeHead(200, {
    'content-type': format.contentType,
    ...(count !== null && { 'x-apify-pagination-total': count }),
    'x-apify-pagination-offset': offset,
    'x-apify-pagination-count': window.length,
    'x-apify-pagination-limit': limit,
  })
  for await (const part of parts) {
    if (response.destroyed) return
    if (!response.write(part)) await drained(response)
  }
  response.end()
}

async function* oneByOne(texts: readonly string[]) {
  for (const text of texts) yield [text]
}

/** Resolves when the buffer has room again, or when the client has gone. */
async function drained(response: ServerResponse): Promise<void> {
  const abort = new AbortController()
  const { signal } = abort
  const ends = ['drain', 'close'].map((event) => once(response, event, { signal }).catch(() => {}))
  await Promise.race(ends)
  abort.abort()
}

function transformsOf(query: Query): Transforms {
  const list = (name: string) => query[name]?.split(',') ?? []
  return {
    fields: list('fields'),
    names: [],
    omit: list('omit'),
    unwind: list('unwind'),
    flatten: list('flatten'),
    skipHidden: isOn(query.clean) || isOn(query.skipHidden),
    skipEmpty: isOn(query.clean) || isOn(query.skipEmpty),
    skipFailed: false,
  }
}

function record(item: unknown): Record<string, unknown> {
  return typeof item === 'object' && item !== null ? { ...item } : {}
}

function json(item: unknown): string {
  return JSON.stringify(item)
}

function isOn(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true'
}

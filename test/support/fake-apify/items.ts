import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/**
 * Streams items as the API does. Supports `offset`, `limit`, `fields` and `desc`, in the formats
 * json, jsonl, csv and (as a placeholder) xlsx.
 */
export async function sendItems(
  stored: readonly unknown[],
  query: Record<string, string>,
  response: ServerResponse,
): Promise<undefined> {
  const offset = Number(query.offset ?? 0)
  const limit = Number(query.limit ?? stored.length)
  const ordered = isOn(query.desc) ? stored.toReversed() : stored
  const fields = query.fields?.split(',')
  const page = ordered.slice(offset, offset + limit).map((item) => project(item, fields))
  const format = query.format ?? 'json'
  const [open, between, close, type, write] = shape(format, page)
  response.writeHead(200, {
    'content-type': type,
    'x-apify-pagination-total': stored.length,
    'x-apify-pagination-offset': offset,
    'x-apify-pagination-count': page.length,
    'x-apify-pagination-limit': limit,
  })
  response.write(open)
  for (const [i, item] of page.entries()) {
    if (response.destroyed) return
    const hasRoom = response.write((i > 0 ? between : '') + write(item))
    if (!hasRoom) await drained(response)
  }
  response.end(close)
}

/** Resolves when the buffer has room again, or when the client has gone. */
async function drained(response: ServerResponse): Promise<void> {
  const abort = new AbortController()
  const { signal } = abort
  const ends = ['drain', 'close'].map((event) => once(response, event, { signal }).catch(() => {}))
  await Promise.race(ends)
  abort.abort()
}

type Shape = [
  open: string,
  between: string,
  close: string,
  type: string,
  write: (item: unknown) => string,
]

function shape(format: string, page: readonly unknown[]): Shape {
  const json = (item: unknown) => JSON.stringify(item)
  if (format === 'jsonl') return ['', '\n', '\n', 'application/jsonl; charset=utf-8', json]
  if (format === 'csv') {
    const names = Object.keys(record(page[0]))
    const row = (item: unknown) => names.map((name) => JSON.stringify(record(item)[name])).join(',')
    const head = names.map(json).join(',')
    return [`${head}\n`, '\n', '\n', 'text/csv; charset=utf-8', row]
  }
  if (format === 'xlsx') {
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
    return ['PK', '', '', type, () => '\u0003']
  }
  return ['[', ',', ']', 'application/json; charset=utf-8', json]
}

function project(item: unknown, fields: string[] | undefined): unknown {
  if (!fields) return item
  return Object.fromEntries(Object.entries(record(item)).filter(([name]) => fields.includes(name)))
}

function record(item: unknown): Record<string, unknown> {
  return typeof item === 'object' && item !== null ? { ...item } : {}
}

function isOn(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true'
}

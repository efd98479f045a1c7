import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readJson, readJsonl } from '../../../src/apify/transport/body-readers.ts'
import type { Handler } from '../../support/fake-apify/server.ts'
import { TEST_JSON } from '../../support/fake-storages.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { PLANTED, REDACTOR } from '../../support/redactor.ts'
import { BUILD, seed, serve } from '../../support/seeded-server.ts'

const MIB = 1024 * 1024

/** A few hundred kilobytes that decompress to one JSON text of 65 MiB. */
const BOMB = gzipSync(`"${'x'.repeat(65 * MIB)}"\n`, { level: 1 })
const bomb: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
  response.end(BOMB)
  return undefined
}

function jsonl(response: ServerResponse, body: string, headers: Record<string, string> = {}) {
  response.writeHead(200, { 'content-type': 'application/x-ndjson', ...headers })
  response.end(body)
  return undefined
}

async function* chunks(...parts: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part)
}

const READING = { json: TEST_JSON, redactor: REDACTOR }

describe('readJsonl', () => {
  it('counts lines that are skipped, but does not parse them', async () => {
    const rows: unknown[] = []
    for await (const { row } of readJsonl(chunks('{"a":1}\nno JSON\n{"a"', ':3}\n[4]'), {
      ...READING,
      unparsed: 2,
    }))
      rows.push(row)
    expect(rows).toEqual([undefined, undefined, { a: 3 }, [4]])
  })

  it('yields rows that are split over chunks, and skips empty lines', async () => {
    const rows: unknown[] = []
    for await (const row of readJsonl(chunks('{"a":1}\r\n\n{"b":"', 'ü"}\n', '[3]'), READING))
      rows.push(row)
    expect(rows).toEqual([
      { row: { a: 1 }, bytes: 8 },
      { row: { b: 'ü' }, bytes: 11 },
      { row: [3], bytes: 4 },
    ])
  })

  it('yields rows without secrets, with the size that is stored', async () => {
    const lines = [`{"a":"${PLANTED}"}`, `{"\\u0061${PLANTED.slice(1)}":1}`, '{"a":"\\u0062"}']
    const rows: unknown[] = []
    for await (const row of readJsonl(chunks(lines.join('\n')), READING)) rows.push(row)
    expect(rows).toEqual([
      { row: { a: 'apify_api_[redacted]' }, bytes: 49 },
      { row: { 'apify_api_[redacted]': 1 }, bytes: 52 },
      { row: { a: 'b' }, bytes: 15 },
    ])
  })

  it('fails on a line that is not complete', async () => {
    const read = async () => {
      for await (const _ of readJsonl(chunks('{"a":1}\n{"b":'), READING));
    }
    await expect(read()).rejects.toMatchObject({ delivery: 'lost', transient: true })
  })
})

it.each(['<html>', '', ' ', '{"data":', 'OK'])(
  'readJson fails on %j and says what to check',
  async (text) => {
    await expect(readJson(chunks(text), { redactor: REDACTOR })).rejects.toThrow(
      /not JSON.*APIFY_API_BASE_URL/,
    )
  },
)

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('a response beyond the size limit', () => {
  it.each<[tool: string, args: Record<string, unknown>, path: string]>([
    ['get_run', { runId: 'run1' }, '/v2/actor-runs/run1'],
    ['whoami', {}, '/v2/users/me'],
  ])('is aborted and not requested again: %s', async (tool, args, path) => {
    const { call, fake } = await serve()
    fake.on(`GET ${path}`, bomb)
    const { isError, text } = await call(tool, args)
    expect(isError).toBe(true)
    expect(text).toContain('more than 32 MiB')
    expect(fake.sent(`GET ${path}`)).toHaveLength(1)
  })
})

describe('data nested deeper than the stack allows', () => {
  it.each([{}, { clean: true }])('is shown as truncated rows: %j', async (more) => {
    const { call, fake } = await serve()
    const rows = `{"a":${nested(100_000)}}\n{"b":1}\n`
    fake.on('GET /v2/datasets/data1/items', (_, response) => jsonl(response, rows))
    const { structured, isError, text } = await call('list_dataset_items', {
      datasetId: 'data1',
      ...more,
    })
    expect(isError, text).toBe(false)
    expect(structured.items).toMatchObject([{ a: expect.any(Array) }, { b: 1 }])
    expect(text).toContain('nested deeper')
  })

  it('does not stop paging with a small budget', async () => {
    const { call, fake } = await serve({ args: ['--max-result-tokens=500'] })
    const rows = `${nested(5000)}\n{"b":1}\n`
    fake.on('GET /v2/datasets/data1/items', (_, response) => jsonl(response, rows))
    const { structured, isError, text } = await call('list_dataset_items', { datasetId: 'data1' })
    expect(isError, text).toBe(false)
    expect(structured.note).toContain('truncated inside')
    expect(structured.next).toEqual({ offset: 1 })
  })

  it('is shown as a truncated record', async () => {
    const { call, fake } = await serve()
    const body = `{"a":${nested(100_000)}}`
    fake.records.set('store1/deep', { body, contentType: 'application/json' })
    const { isError, text } = await call('get_record', { storeId: 'store1', recordKey: 'deep' })
    expect(isError, text).toBe(false)
    expect(text).toContain('nested deeper')
  })
})

it.each(['-5', '1.5', '1e308', '0x10', ''])('a total of %j counts as unknown', async (total) => {
  const { call, fake } = await serve()
  fake.on('GET /v2/datasets/data1/items', (_, response) =>
    jsonl(response, '{"a":1}\n', { 'x-apify-pagination-total': total }),
  )
  const { structured } = await call('list_dataset_items', { datasetId: 'data1' })
  expect(structured).toEqual({ items: [{ a: 1 }], offset: 0, count: 1 })
})

/** Each step doubles the work, so checking a value against the first definition never ends. */
function doubling(steps: number) {
  const definitions = Object.fromEntries(
    Array.from({ length: steps }, (_, i) => {
      const next = { $ref: `#/definitions/d${i + 1}` }
      return [`d${i}`, { allOf: [next, next] }]
    }),
  )
  return { ...definitions, [`d${steps}`]: { type: 'string', minLength: 3 } }
}

it('an input schema that would take forever to check blocks nothing', async () => {
  const { call, fake } = await serve()
  const inputSchema = JSON.stringify({
    type: 'object',
    required: ['x'],
    properties: { x: { $ref: '#/definitions/d0' } },
    definitions: doubling(60),
  })
  fake.catalog.builds.set('alice~crawler', { ...BUILD, inputSchema })
  const { isError, text } = await call('get_actor', { actorId: 'alice/crawler' })
  expect(isError, text).toBe(false)
  expect(text).toContain('"name":"x"')
})

const DEEP = '@deep'

it.each([
  ['push_dataset_items', { datasetId: 'data1', items: [{ deep: DEEP }] }],
  ['put_record', { storeId: 'store1', recordKey: 'a', json: { deep: DEEP } }],
  ['run_actor', { actorId: 'alice/crawler', input: { deep: DEEP } }],
])('%s says what to do when an argument is nested too deep', async (name, args) => {
  const fake = await seed()
  const { write, answer } = await startRaw({ fake })
  // As text: the client cannot serialize it.
  const call = request(2, 'tools/call', { name, arguments: args })
  write(...HANDSHAKE, call.replace(`"${DEEP}"`, nested(20_000)))
  const { result } = await answer(2)
  const text = JSON.stringify(result)
  const writes = fake.requests.filter(({ method }) => method !== 'GET')
  // Newer engines serialize JSON of any depth; then it is sent and stored.
  if (writes.length > 0) expect(text).not.toContain('"isError":true')
  else expect(text).toMatch(/nested too deep.*"isError":true/)
})

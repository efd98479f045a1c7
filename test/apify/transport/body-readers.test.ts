import type { ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Handler } from '../../support/fake-apify/server.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { BUILD, seed, serve } from '../../support/seeded-server.ts'

const MIB = 1024 * 1024

/** Answers with a few hundred kilobytes that are 65 MiB of one JSON text. */
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

const nested = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)

describe('a response beyond the size limit', () => {
  it.each<[tool: string, args: Record<string, unknown>, path: string]>([
    ['get_run', { runId: 'run1' }, '/v2/actor-runs/run1'],
    ['list_dataset_items', { datasetId: 'data1' }, '/v2/datasets/data1/items'],
    ['whoami', {}, '/v2/users/me'],
  ])('is aborted and not requested again: %s', async (tool, args, path) => {
    const { call, fake } = await serve()
    fake.on(`GET ${path}`, bomb)
    const { isError, text } = await call(tool, args)
    expect(isError).toBe(true)
    expect(text).toContain('more than 64 MiB')
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

/** Each step doubles the work: checking a value against the first is never done. */
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
  // As a text: no client of ours could write it.
  const call = request(2, 'tools/call', { name, arguments: args })
  write(...HANDSHAKE, call.replace(`"${DEEP}"`, nested(20_000)))
  const { result } = await answer(2)
  const said = JSON.stringify(result)
  const writes = fake.requests.filter(({ method }) => method !== 'GET')
  // Newer engines write JSON of any depth: there it is sent, and stored.
  if (writes.length > 0) expect(said).not.toContain('"isError":true')
  else expect(said).toMatch(/nested too deep.*"isError":true/)
})

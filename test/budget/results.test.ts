import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { fail } from '../support/fake-apify/apify.ts'
import { serve } from '../support/seeded-server.ts'

const tokens = (text: string) => countTokens(text, { disallowedSpecial: new Set() })
const lorem = 'The ferry leaves at dawn, long before the cafés open their shutters. '
const base64 = Buffer.from(Array.from({ length: 30_000 }, (_, i) => (i * i * 31) % 251)).toString(
  'base64',
)
const nested = (depth: number): unknown => (depth === 0 ? lorem : { deeper: [nested(depth - 1)] })

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i))
const object = (count: number, make: (i: number) => [string, unknown]) =>
  Object.fromEntries(times(count, make))

const ROWS: Record<string, unknown[]> = {
  'crawled pages': times(40, (i) => ({ url: `https://example.com/${i}`, text: lorem.repeat(300) })),
  'small rows': times(3000, (i) => ({ id: i, ok: i % 2 === 0, price: i / 7 })),
  'one huge row': [{ text: lorem.repeat(50_000) }],
  'many fields': [object(5000, (i) => [`field_${i}`, i])],
  'long field names': [object(40, (i) => [`${lorem.repeat(30)}${i}`, 1])],
  'a long array': [{ list: times(20_000, (i) => i * 7919) }],
  'deep nesting': [nested(300), nested(900)],
  base64: times(5, () => ({ screenshot: base64 })),
  'CJK and emoji': times(30, () => ({ t: '漢字かな交じり文🦄👩‍👩‍👧‍👦'.repeat(400) })),
  'quotes and control characters': times(10, () => ({ t: '"\\\n\u0000\u2028'.repeat(3000) })),
  'special tokens': times(10, () => ({ t: '<|endoftext|><|im_start|>'.repeat(1000) })),
  'torn surrogates': times(10, () => ({ t: '\ud83d \udc00'.repeat(2000) })),
  'rows that are no objects': times(2000, (i) => (i % 2 ? `${lorem}${i}` : [i, [i]])),
}

describe.each([500, 8000])('a budget of %i tokens', (budget) => {
  const args = [`--max-result-tokens=${budget}`]

  it.each(Object.keys(ROWS))('holds for %s', async (name) => {
    const { call, fake } = await serve({ args })
    const rows = ROWS[name] ?? []
    fake.datasets.set('data1', rows)
    const { structured, text, isError } = await call('list_dataset_items', {
      datasetId: 'data1',
      limit: 1000,
    })
    expect(isError, text).toBe(false)
    expect(tokens(text)).toBeLessThanOrEqual(budget)
    expect(tokens(JSON.stringify(structured))).toBeLessThanOrEqual(budget)
    expect(structured.count).toBeGreaterThan(0)
    expect(structured).toHaveProperty('items.length', structured.count)
    const sync = await call('run_actor_sync', { actorId: 'alice/crawler', limit: 1000 })
    expect(sync.structured).toMatchObject({ run: { runId: 'run1', status: 'SUCCEEDED' } })
    expect(tokens(sync.text)).toBeLessThanOrEqual(budget)
  })

  it.each(['csv', 'jsonl'])('holds for rows as %s', async (format) => {
    const { call, fake } = await serve({ args })
    fake.datasets.set(
      'data1',
      times(900, (i) => ({ i, text: lorem.repeat(i % 4) })),
    )
    const query = { datasetId: 'data1', format, limit: 1000 }
    const { structured, text } = await call('list_dataset_items', query)
    expect(tokens(text)).toBeLessThanOrEqual(budget)
    expect(structured.count).toBeGreaterThan(0)
  })

  it.each([
    ['long lines', times(200, () => lorem.repeat(200))],
    ['very many lines', times(50_000, (i) => `2026-01-02 INFO  Page ${i} of https://example.com/`)],
    ['colours', times(2000, (i) => `\u001b[32mINFO\u001b[39m ${i} \u001b[90m${lorem}\u001b[0m`)],
    ['one endless line', [lorem.repeat(30_000)]],
  ])('holds for a log of %s', async (_, lines) => {
    const { call, fake } = await serve({ args })
    fake.logs.set('run1', lines.join('\n'))
    const { structured, text } = await call('get_log', { runId: 'run1', lines: 1000 })
    expect(tokens(text)).toBeLessThanOrEqual(budget)
    expect(structured).toMatchObject({ total: lines.length })
    expect(structured).not.toHaveProperty('lines.length', 0)
    expect(text).not.toContain('\\u001b')
  })

  it.each([
    ['a large object', { all: ROWS['crawled pages'] }, 'application/json'],
    ['many fields', ROWS['many fields']?.[0], 'application/json'],
    ['a long text', lorem.repeat(20_000), 'text/plain'],
    ['base64 as text', base64, 'text/plain'],
    ['broken JSON', `{"a":"${lorem.repeat(5000)}`, 'text/json+json'],
  ])('holds for a record of %s', async (_, value, contentType) => {
    const { call, fake } = await serve({ args })
    const body = typeof value === 'string' ? value : JSON.stringify(value)
    fake.records.set('store1/OUTPUT', { body, contentType })
    const { text, isError } = await call('get_record', { runId: 'run1', recordKey: 'OUTPUT' })
    expect(isError, text).toBe(false)
    expect(tokens(text)).toBeLessThanOrEqual(budget)
    const sync = await call('run_actor_sync', { actorId: 'alice/crawler' })
    expect(tokens(sync.text)).toBeLessThanOrEqual(budget)
    expect(sync.structured).toMatchObject({ run: { runId: 'run1' }, total: 3 })
    expect(sync.structured).toHaveProperty('items.0.url')
  })

  it('holds for errors and for status messages of runs', async () => {
    const { call, fake } = await serve({ args })
    const unknown = await call('get_run', { [lorem.repeat(2000)]: 1 })
    const many = await call(
      'get_run',
      object(3000, (i) => [`argument_${i}`, i]),
    )
    fake.on('GET /v2/logs/run1', fail(400, 'x', lorem.repeat(5000)))
    const refused = await call('get_log', { runId: 'run1' })
    for (const { isError, text } of [unknown, many, refused]) {
      expect(isError).toBe(true)
      expect(tokens(text)).toBeLessThanOrEqual(budget)
    }
    fake.setRun({ id: 'run1', status: 'FAILED', statusMessage: lorem.repeat(5000) })
    const run = await call('get_run', { runId: 'run1' })
    expect(tokens(run.text)).toBeLessThanOrEqual(budget)
    expect(run.structured).toMatchObject({ runId: 'run1', datasetId: 'data1' })
  })
})

it('says that a record is truncated only when it is', async () => {
  const { call, fake } = await serve()
  const value = times(3600, () => 7)
  const contentType = 'application/json'
  fake.records.set('store1/digits', { body: JSON.stringify(value), contentType })
  const { structured } = await call('get_record', { storeId: 'store1', recordKey: 'digits' })
  expect(structured).toMatchObject({ value })
  expect(structured).not.toHaveProperty('note')
})

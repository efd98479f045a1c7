import { describe, expect, it } from 'vitest'
import { DEVELOP_CALLS } from '../support/develop-calls.ts'
import { serve } from '../support/seeded-server.ts'

const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['whoami', {}],
  ['run_actor', { actorId: 'alice/crawler', input: { depth: 2 } }],
  ['run_actor_sync', { actorId: 'alice/crawler', fields: ['url', 'title'] }],
  ['search_actors', { query: 'crawl' }],
  ['get_actor', { actorId: 'alice/crawler' }],
  ['validate_input', { actorId: 'alice/crawler', input: { startUrls: [], country: 'C1' } }],
  ['get_run', { runId: 'run1' }],
  ['list_runs', { actorId: 'alice/crawler' }],
  ['abort_run', { runId: 'run1' }],
  ['get_dataset', { runId: 'run1' }],
  ['list_records', { runId: 'run1' }],
  ['list_storages', { type: 'dataset' }],
  ['create_storage', { type: 'key-value-store', name: 'notes' }],
  ['get_log', { runId: 'run1', lines: 2 }],
  ['list_dataset_items', { datasetId: 'data1', limit: 2 }],
  ['query_dataset', { runId: 'run1', sql: 'SELECT title, price FROM items ORDER BY price DESC' }],
  ['push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }, { a: 2 }] }],
  ['get_record', { runId: 'run1', recordKey: 'OUTPUT' }],
  ['put_record', { storeId: 'store1', recordKey: 'notes', json: { seen: true } }],
  ['get_dataset', { runId: 'run1', section: 'schema' }],
  ['add_actor_tool', { actorId: 'alice/crawler' }],
  ...DEVELOP_CALLS.map(({ tool, args }): [string, Record<string, unknown>] => [tool.name, args]),
]

describe('whole results', () => {
  it.each(CALLS)('%s', async (tool, args) => {
    const { call, fake, stderr } = await serve({ args: ['--tools=all'] })
    fake.datasets.set('prices1', [{ price: 1 }])
    const { raw, text, structured, isError } = await call(tool, args)
    expect(isError).toBe(false)
    expect(text).toBe(JSON.stringify(structured))
    expect(raw).toMatchSnapshot()
    expect(stderr()).toBe('')
  })

  it('are text only with --no-structured', async () => {
    const { call } = await serve({ args: ['--no-structured'] })
    const { raw, text } = await call('whoami')
    expect(raw.structuredContent).toBeUndefined()
    expect(JSON.parse(text)).toMatchObject({ username: 'alice' })
  })
})

describe('a request to Apify', () => {
  it('starts a run with the option names of the API', async () => {
    const { call, fake } = await serve()
    await call('run_actor', {
      actorId: 'alice/crawler',
      input: { depth: 2 },
      build: 'beta',
      memoryMbytes: 512,
      timeoutSecs: 60,
      maxItems: 10,
      maxTotalChargeUsd: 1.5,
    })
    const [start] = fake.sent('POST /v2/actors/alice~crawler/runs')
    expect(start?.query).toEqual({
      build: 'beta',
      memory: '512',
      timeout: '60',
      maxItems: '10',
      maxTotalChargeUsd: '1.5',
    })
    expect(start?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(String(start?.body))).toEqual({ depth: 2 })
  })

  it('starts a saved task, with a webhook for its end', async () => {
    const { call, fake } = await serve()
    fake.on('POST /v2/actor-tasks/:id/runs', (_, response) => {
      const data = { id: 'run1', status: 'SUCCEEDED' }
      response.writeHead(201, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ data }))
      return undefined
    })
    const hook = 'https://example.com/hook?a=1'
    const { structured } = await call('run_actor_sync', { taskId: 'alice/daily', webhookUrl: hook })
    expect(structured).toMatchObject({ run: { runId: 'run1' }, total: 3 })
    const [start] = fake.sent('POST /v2/actor-tasks/alice~daily/runs')
    const sent = Buffer.from(start?.query.webhooks ?? '', 'base64').toString()
    expect(JSON.parse(sent)).toEqual([
      {
        eventTypes: [
          'ACTOR.RUN.SUCCEEDED',
          'ACTOR.RUN.FAILED',
          'ACTOR.RUN.TIMED_OUT',
          'ACTOR.RUN.ABORTED',
        ],
        requestUrl: hook,
      },
    ])
  })

  it('asks for jsonl, with names joined by commas', async () => {
    const { call, fake } = await serve()
    const { structured } = await call('list_dataset_items', {
      datasetId: 'data1',
      fields: ['url', 'price'],
      desc: true,
      offset: 1,
    })
    expect(fake.sent('GET /v2/datasets/data1/items')[0]?.query).toMatchObject({
      format: 'jsonl',
      fields: 'url,price',
      offset: '1',
      limit: '20',
    })
    expect(structured.items).toEqual([
      { url: 'https://example.com/two', price: 3 },
      { url: 'https://example.com/', price: 12.5 },
    ])
  })

  it('stores rows and records unchanged, compressed from 1 KiB', async () => {
    const { call, fake } = await serve()
    const text = 'Grüße 👋 '.repeat(500)
    await call('put_record', { storeId: 'store1', recordKey: 'a', text })
    await call('put_record', {
      storeId: 'store1',
      recordKey: 'b',
      base64: 'iVBORw0KGgo=',
      contentType: 'image/png',
    })
    expect(String(fake.records.get('store1/a')?.body)).toBe(text)
    expect(fake.records.get('store1/b')).toEqual({
      body: Buffer.from('iVBORw0KGgo=', 'base64'),
      contentType: 'image/png',
    })
    expect(fake.requests.at(-2)?.headers['content-encoding']).toBe('gzip')
    await call('push_dataset_items', { datasetId: 'data1', items: [{ text }] })
    expect(fake.datasets.get('data1')?.at(-1)).toEqual({ text })
  })
})

describe('other forms of results', () => {
  it('return rows as text in another format', async () => {
    const { call } = await serve()
    const { structured } = await call('list_dataset_items', {
      runId: 'run1',
      format: 'csv',
      limit: 1,
    })
    expect(structured).toMatchObject({ count: 1, total: 3, next: { offset: 1 } })
    expect(structured.text).toContain('url,title,price,tags/0,tags/1\nhttps://example.com/')
  })

  it('attach a workbook as a resource', async () => {
    const { call } = await serve()
    const { raw } = await call('list_dataset_items', { runId: 'run1', format: 'xlsx' })
    expect(raw.content[1]).toMatchObject({
      type: 'resource',
      resource: { blob: expect.any(String) },
    })
  })

  it('attach a small image as an image', async () => {
    const { call, fake } = await serve()
    const body = Buffer.from('iVBORw0KGgo=', 'base64')
    fake.records.set('store1/shot', { body, contentType: 'image/png' })
    const { raw } = await call('get_record', { storeId: 'store1', recordKey: 'shot' })
    expect(raw.content[1]).toEqual({ type: 'image', data: 'iVBORw0KGgo=', mimeType: 'image/png' })
  })

  it('describe other binary data and never show it as text', async () => {
    const { call, fake } = await serve()
    fake.records.set('store1/zip', { body: Buffer.alloc(5000, 7), contentType: 'application/zip' })
    const { raw, structured } = await call('get_record', { storeId: 'store1', recordKey: 'zip' })
    expect(structured).toMatchObject({ contentType: 'application/zip', size: 5000 })
    expect(structured).not.toHaveProperty('text')
    expect(JSON.stringify(raw).length).toBeLessThan(1000)
  })

  it('return part of a JSON record, and list the keys when a path is wrong', async () => {
    const { call } = await serve()
    const where = { runId: 'run1', recordKey: 'OUTPUT' }
    const part = await call('get_record', { ...where, path: 'pages[1]' })
    expect(part.structured.value).toEqual({ title: 'Two' })
    const wrong = await call('get_record', { ...where, path: 'sites' })
    expect(wrong.isError).toBe(true)
    expect(wrong.text).toContain('"pages", "ok"')
  })

  it('show the log lines of a failed run beside its stored data', async () => {
    const { call, fake } = await serve()
    fake.setRun({ id: 'run1', status: 'FAILED', exitCode: 1 })
    const { structured } = await call('run_actor_sync', { actorId: 'alice/crawler' })
    expect(structured).toMatchObject({
      run: { status: 'FAILED', exitCode: 1 },
      log: ['2026-01-02 ERROR Page failed'],
      total: 3,
    })
  })
})

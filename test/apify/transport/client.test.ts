import { describe, expect, it } from 'vitest'
import { fail, startFakeApify, times } from '../../support/fake-apify/apify.ts'
import { serve } from '../../support/seeded-server.ts'

const START = 'POST /v2/actors/alice~crawler/runs'
const PUSH = 'POST /v2/datasets/data1/items'
const PUT = 'PUT /v2/key-value-stores/store1/records/a'
const RUN = 'GET /v2/actor-runs/run1'

const start = ['run_actor', { actorId: 'alice/crawler' }] as const
const push = ['push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] }] as const
const put = ['put_record', { storeId: 'store1', recordKey: 'a', text: 'b' }] as const
const getRun = ['get_run', { runId: 'run1' }] as const

describe('API statuses', () => {
  it.each([
    [400, START, start, ['Input is not valid', 'url']],
    [401, RUN, getRun, ['APIFY_TOKEN', 'https://console.apify.com/settings/integrations']],
    [401, START, start, ['APIFY_TOKEN']],
    [402, START, start, ['billing', 'maxTotalChargeUsd']],
    [403, RUN, getRun, ['run "run1"', 'permission']],
    [404, START, start, ['Actor "alice/crawler"', '`user/name`']],
    [404, RUN, getRun, ['run "run1"', '`run_actor`']],
    [404, PUSH, push, ['dataset "data1"', '`get_run`']],
    [404, PUT, put, ['key-value store "store1"', '`get_run`']],
    [408, RUN, getRun, ['408', 'again']],
    [413, PUSH, push, ['too large', 'smaller']],
    [413, PUT, put, ['too large', 'smaller']],
  ])('%i of %s says what happened and what to do', async (status, pattern, [tool, args], parts) => {
    const { call, fake } = await serve()
    fake.on(pattern, fail(status, 'some-type', 'Input is not valid: Field url is required'))
    const { isError, text, raw } = await call(tool, args)
    expect(isError).toBe(true)
    for (const part of parts) expect(text).toContain(part)
    expect(text).not.toContain(fake.token)
    expect(raw).not.toHaveProperty('structuredContent')
    expect(fake.sent(pattern)).toHaveLength(1)
  })

  it('lists rejected items by position with their reasons', async () => {
    const { call, fake } = await serve()
    const invalidItems = [
      {
        itemPosition: 0,
        validationErrors: [{ instancePath: '/price', message: 'must be number' }],
      },
      { itemPosition: 2, validationErrors: [{ instancePath: '', message: "must have 'url'" }] },
    ]
    const message = 'Schema validation failed'
    fake.on(PUSH, fail(400, 'schema-validation-error', message, { invalidItems }))
    const { text } = await call(...push)
    expect(text).toContain('Schema validation failed')
    expect(text).toContain('items[0]: /price must be number')
    expect(text).toContain("items[2]: must have 'url'")
  })

  it('never shows upstream HTML, whatever the form of the error', async () => {
    const { call, fake } = await serve()
    fake.on(RUN, (_, response) => {
      const body = '<html><body><h1>Forbidden</h1><script>alert(1)</script></body></html>'
      response.writeHead(403, { 'content-type': 'text/html' }).end(body)
      return undefined
    })
    const { text, isError } = await call(...getRun)
    expect(isError).toBe(true)
    expect(text).toContain('403')
    expect(text).not.toMatch(/<|script|Forbidden/)
  })

  it('says so when the response is not JSON or has another shape', async () => {
    const { call, fake } = await serve()
    const data = { data: { id: 7 } }
    fake.on(RUN, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data))
      return undefined
    })
    const { text, isError } = await call(...getRun)
    expect(isError).toBe(true)
    expect(text).toContain('APIFY_API_BASE_URL')
  })
})

describe('retries', () => {
  it.each([429, 500, 502, 503])('repeat a GET on %i', async (status) => {
    const { call, fake } = await serve()
    fake.on(RUN, times(2, fail(status, 'some-type', 'Later')))
    const { structured } = await call(...getRun)
    expect(structured.status).toBe('SUCCEEDED')
    expect(fake.sent(RUN)).toHaveLength(3)
  })

  it('repeat a GET when the connection breaks, before and during the response', async () => {
    const { call, fake } = await serve()
    fake.on(
      RUN,
      times(1, (_, response) => {
        response.destroy()
        return undefined
      }),
    )
    fake.on(
      'GET /v2/datasets/data1/items',
      times(1, (_, response) => {
        response.writeHead(200, { 'content-length': 100 }).write('{"url":"htt', () => {
          response.destroy()
        })
        return undefined
      }),
    )
    expect((await call(...getRun)).isError).toBe(false)
    const { structured } = await call('list_dataset_items', { datasetId: 'data1' })
    expect(structured).toMatchObject({ count: 3, total: 3 })
  })

  it('repeat a PUT on 503', async () => {
    const { call, fake } = await serve()
    fake.on(PUT, times(1, fail(503, 'unavailable', 'Later')))
    expect((await call(...put)).isError).toBe(false)
    expect(fake.sent(PUT)).toHaveLength(2)
  })

  it.each([
    [PUSH, push],
    [START, start],
  ])('repeat %s on 429', async (pattern, [tool, args]) => {
    const { call, fake } = await serve()
    fake.on(pattern, times(1, fail(429, 'rate-limit-exceeded', 'Later')))
    expect((await call(tool, args)).isError).toBe(false)
    expect(fake.sent(pattern)).toHaveLength(2)
  })

  it('start a run once when the response is 500, and the error says what is unknown', async () => {
    const { call, fake } = await serve()
    fake.on(START, fail(500, 'internal-error', 'Oops'))
    const { isError, text } = await call(...start)
    expect(isError).toBe(true)
    expect(text).toMatch(/may have started|unknown/)
    expect(fake.sent(START)).toHaveLength(1)
  })

  it('find a run by its start id when the start got no response, and do not start it again', async () => {
    const { call, fake } = await serve()
    fake.on(START, (_, response) => {
      response.destroy()
      return undefined
    })
    fake.on('GET /v2/actors/alice~crawler/runs', (_, response) => {
      const userAgent = fake.sent(START)[0]?.headers['user-agent']
      const items = [
        { id: 'other', meta: { userAgent: 'someone else' } },
        { id: 'run1', meta: { userAgent } },
      ]
      response.writeHead(200).end(JSON.stringify({ data: { items } }))
      return undefined
    })
    const { structured } = await call(...start)
    expect(structured.runId).toBe('run1')
    expect(fake.sent(START)).toHaveLength(1)
  })
})

describe('`fields` that no row has', () => {
  it('are distinguished from rows that lack some of them', async () => {
    const { call } = await serve()
    const rows = (...fields: string[]) => call('list_dataset_items', { datasetId: 'data1', fields })
    expect((await rows('prize')).structured.note).toMatch(/^No row here has these `fields`/)
    expect((await rows('price', 'prize')).structured.note).toBeUndefined()
    const run = await call('run_actor_sync', { actorId: 'alice/crawler', fields: ['prize'] })
    expect(run.structured.note).toMatch(/No row here has these `fields`/)
  })
})

it('says where it tried to connect when there is no response', async () => {
  const gone = await startFakeApify()
  await gone.close()
  const { call } = await serve({ fake: gone })
  const { isError, text } = await call('push_dataset_items', { datasetId: 'd', items: [{}] })
  expect(isError).toBe(true)
  expect(text).toContain('APIFY_API_BASE_URL')
})

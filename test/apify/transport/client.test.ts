import { describe, expect, it, onTestFinished } from 'vitest'
import { type FakeApify, fail, startFakeApify, times } from '../../support/fake-apify/apify.ts'
import { openServer } from '../../support/in-process-server.ts'
import { seed, serve } from '../../support/seeded-server.ts'

const START = 'POST /v2/actors/alice~crawler/runs'
const PUSH = 'POST /v2/datasets/data1/items'
const PUT = 'PUT /v2/key-value-stores/store1/records/a'
const RUN = 'GET /v2/actor-runs/run1'

const start = ['run_actor', { actorId: 'alice/crawler' }] as const
const push = ['push_dataset_items', { datasetId: 'data1', items: [{ a: 1 }] }] as const
const put = ['put_record', { storeId: 'store1', recordKey: 'a', text: 'b' }] as const
const getRun = ['get_run', { runId: 'run1' }] as const

/** Opens a server in this process, with short pauses between retries. */
async function open(gone?: FakeApify) {
  const fake = gone ?? (await seed())
  const server = openServer(fake.url, fake.token)
  onTestFinished(() => server.close())
  return { fake, call: server.call }
}

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
    const { call, fake } = await open()
    fake.on(pattern, fail(status, 'some-type', 'Input is not valid: Field url is required'))
    const { ok, text } = await call(tool, args)
    expect(ok).toBe(false)
    for (const part of parts) expect(text).toContain(part)
    expect(text).not.toContain(fake.token)
    // A name is looked for as a name of the account, and then as an id.
    const isName = status === 404 && (pattern === PUSH || pattern === PUT)
    expect(fake.sent(pattern)).toHaveLength(isName ? 2 : 1)
  })

  it('are tool errors of the built server, without structured content', async () => {
    const { call, fake } = await serve()
    fake.on(RUN, fail(403, 'some-type', 'No'))
    const { isError, text, raw } = await call(...getRun)
    expect(isError).toBe(true)
    expect(text).toContain('run "run1"')
    expect(text).not.toContain(fake.token)
    expect(raw).not.toHaveProperty('structuredContent')
  })

  it('never shows HTML from upstream', async () => {
    const { call, fake } = await open()
    fake.on(RUN, (_, response) => {
      const body = '<html><body><h1>Forbidden</h1><script>alert(1)</script></body></html>'
      response.writeHead(403, { 'content-type': 'text/html' }).end(body)
      return undefined
    })
    const { text, ok } = await call(...getRun)
    expect(ok).toBe(false)
    expect(text).toContain('403')
    expect(text).not.toMatch(/<|script|Forbidden/)
  })

  it('says so when the response is not JSON or has another shape', async () => {
    const { call, fake } = await open()
    const data = { data: { id: 7 } }
    fake.on(RUN, (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(data))
      return undefined
    })
    const { text, ok } = await call(...getRun)
    expect(ok).toBe(false)
    expect(text).toContain('APIFY_API_BASE_URL')
  })
})

describe('retries', () => {
  it.each([429, 500, 502, 503])('repeat a GET on %i', async (status) => {
    const { call, fake } = await open()
    fake.on(RUN, times(2, fail(status, 'some-type', 'Later')))
    expect(await call(...getRun)).toMatchObject({ structured: { status: 'SUCCEEDED' } })
    expect(fake.sent(RUN)).toHaveLength(3)
  })

  it('repeat a GET when the connection breaks, before and during the response', async () => {
    const { call, fake } = await open()
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
    expect((await call(...getRun)).ok).toBe(true)
    expect(await call('list_dataset_items', { datasetId: 'data1' })).toMatchObject({
      structured: { count: 3, total: 3 },
    })
  })

  it('repeat a PUT on 503', async () => {
    const { call, fake } = await open()
    fake.on(PUT, times(1, fail(503, 'unavailable', 'Later')))
    expect((await call(...put)).ok).toBe(true)
    expect(fake.sent(PUT)).toHaveLength(2)
  })

  it.each([
    [PUSH, push],
    [START, start],
  ])('repeat %s on 429', async (pattern, [tool, args]) => {
    const { call, fake } = await open()
    fake.on(pattern, times(1, fail(429, 'rate-limit-exceeded', 'Later')))
    expect((await call(tool, args)).ok).toBe(true)
    expect(fake.sent(pattern)).toHaveLength(2)
  })

  it('start a run once when the response is 500, and the error says what is unknown', async () => {
    const { call, fake } = await open()
    fake.on(START, fail(500, 'internal-error', 'Oops'))
    const { ok, text } = await call(...start)
    expect(ok).toBe(false)
    expect(text).toMatch(/may have started|unknown/)
    expect(fake.sent(START)).toHaveLength(1)
  })

  it('find a run by its start id when the start got no response, and do not start it again', async () => {
    const { call, fake } = await open()
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
    expect(await call(...start)).toMatchObject({ structured: { runId: 'run1' } })
    expect(fake.sent(START)).toHaveLength(1)
  })
})

describe('`fields` that no row has', () => {
  it.each([
    ['list_dataset_items', { datasetId: 'data1', fields: ['prize'] }, true],
    ['list_dataset_items', { datasetId: 'data1', fields: ['price', 'prize'] }, false],
    ['run_actor_sync', { actorId: 'alice/crawler', fields: ['prize'] }, true],
  ])('are distinguished from rows that lack some of them: %s %j', async (tool, args, noted) => {
    const { call } = await open()
    const { text } = await call(tool, args)
    expect(/No row .*has these `fields`/.test(text)).toBe(noted)
  })
})

it('says where it tried to connect when there is no response', async () => {
  const gone = await startFakeApify()
  await gone.close()
  const { call } = await open(gone)
  const { ok, text } = await call('push_dataset_items', { datasetId: 'd', items: [{}] })
  expect(ok).toBe(false)
  expect(text).toContain('APIFY_API_BASE_URL')
})

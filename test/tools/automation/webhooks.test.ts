import { describe, expect, it } from 'vitest'
import { openAutomation } from '../../support/automation.ts'
import { followNext } from '../../support/follow-next.ts'
import { requestDifferences } from '../../support/request-differences.ts'

const CREATE = 'POST /v2/webhooks'
const CHANGE = 'PUT /v2/webhooks/:id'
const SECRETS = /header-secret|url-secret|my-header|my-token|pass-word/
const requestUrl = 'https://user:pass-word@hooks.example.com/a?token=my-token&b=1'
const eventTypes = ['ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.TIMED_OUT']

describe('save_webhook creates', () => {
  it.each([
    ['an Actor', { actorId: 'alice/crawler' }, { actorId: 'actor1' }, false],
    ['a task', { taskId: 'nightly' }, { actorTaskId: 'task1' }, false],
    ['a run', { runId: 'run1' }, { actorRunId: 'run1' }, true],
  ])('a webhook of %s, and shows no secret of it', async (_, target, condition, isAdHoc) => {
    const { done, bodies, fake, outputs } = await openAutomation()
    const templates = {
      payloadTemplate: '{"a":{{eventData}}}',
      headersTemplate: '{"X":"my-header"}',
    }
    const result = await done('save_webhook', { ...target, eventTypes, requestUrl, ...templates })
    const idempotencyKey = expect.stringMatching(/^[\da-f-]{36}$/)
    expect(bodies(CREATE)).toEqual([
      { condition, eventTypes, requestUrl, ...templates, isAdHoc, idempotencyKey },
    ])
    expect(requestDifferences(fake.sent(CREATE))).toEqual([])
    expect(result).toMatchObject({ webhookId: 'webhooks-1', eventTypes, isAdHoc })
    expect(result.requestUrl).toBe('https://[redacted]@hooks.example.com/a?token=[redacted]&b=1')
    expect(outputs.join()).not.toMatch(SECRETS)
  })

  it('one with another key at each call', async () => {
    const { done, bodies } = await openAutomation()
    for (let i = 0; i < 2; i++)
      await done('save_webhook', { actorId: 'alice/crawler', eventTypes, requestUrl })
    const [first, second] = bodies(CREATE).map(({ idempotencyKey }) => idempotencyKey)
    expect(first).not.toBe(second)
  })

  it('one that cannot arrive, and says so', async () => {
    const { done } = await openAutomation()
    const call = { actorId: 'alice/crawler', eventTypes, requestUrl: 'http://localhost:8080/' }
    expect((await done('save_webhook', call)).note).toContain('Apify cannot reach localhost')
  })

  const target = { actorId: 'alice/crawler' }
  it.each([
    [{}, 'Missing for a new webhook: `eventTypes`; `requestUrl`; `actorId`, `taskId` or `runId`'],
    [{ ...target, eventTypes }, 'Missing for a new webhook: `requestUrl`'],
    [{ ...target, eventTypes, requestUrl: 'ftp://a.b' }, 'not an http(s) URL'],
    [{ ...target, eventTypes, requestUrl: 'hook' }, 'not an http(s) URL'],
    [{ ...target, eventTypes: ['RUN.SUCCEEDED'], requestUrl }, 'Events are ACTOR.RUN.CREATED, '],
    [{ ...target, eventTypes: [], requestUrl }, '`eventTypes` is empty'],
    [{ ...target, taskId: 'nightly', eventTypes, requestUrl }, 'More than one of'],
  ])('nothing from %j, and sends nothing', async (args, problem) => {
    const { refused, fake } = await openAutomation()
    expect(await refused('save_webhook', args)).toContain(problem)
    expect(fake.sent('* *')).toEqual([])
  })
})

describe('save_webhook changes', () => {
  it('only the given fields', async () => {
    const { done, bodies, fake } = await openAutomation()
    await done('save_webhook', { webhookId: 'webhook1', payloadTemplate: '' })
    await done('save_webhook', { webhookId: 'webhook1', taskId: 'nightly', eventTypes })
    const condition = { actorTaskId: 'task1' }
    expect(bodies(CHANGE)).toEqual([{ payloadTemplate: '' }, { eventTypes, condition }])
    expect(requestDifferences(fake.sent(CHANGE))).toEqual([])
  })

  it.each([
    [{}, true],
    [{ isAdHoc: false }, false],
  ])('its run, for which it ends with the run: %j', async (given, isAdHoc) => {
    const { done, bodies } = await openAutomation()
    await done('save_webhook', { webhookId: 'webhook1', runId: 'run1', ...given })
    expect(bodies(CHANGE)).toEqual([{ condition: { actorRunId: 'run1' }, isAdHoc }])
  })

  it('nothing without a field to change', async () => {
    const { refused, fake } = await openAutomation()
    const error = await refused('save_webhook', { webhookId: 'webhook1' })
    expect(error).toContain('No field of the webhook to change')
    expect(fake.sent(CHANGE)).toEqual([])
  })
})

describe('a webhook', () => {
  it('is shown without the credentials of its headers and URL, and so is one that is deleted', async () => {
    const { done, refused, fake, outputs } = await openAutomation()
    const shown = {
      webhookId: 'webhook1',
      eventTypes: ['ACTOR.RUN.SUCCEEDED'],
      actorId: 'actor1',
      requestUrl: 'https://example.com/hook?token=[redacted]&a=1',
      isAdHoc: false,
      payloadTemplate: '{"resource":{{resource}}}',
      totalDispatches: 3,
      lastDispatch: { status: 'SUCCEEDED', finishedAt: expect.any(String) },
    }
    expect(await done('get_webhook', { webhookId: 'webhook1' })).toMatchObject(shown)
    const { webhooks } = await done('list_webhooks', {})
    const { payloadTemplate: _, totalDispatches: __, ...row } = shown
    expect(webhooks).toEqual([{ ...row, createdAt: expect.any(String) }])
    expect((await done('delete_webhook', { webhookId: 'webhook1' })).deleted).toMatchObject(shown)
    expect(fake.automation.webhooks.size).toBe(0)
    const error = await refused('delete_webhook', { webhookId: 'webhook1' })
    expect(error).toContain('The webhook "webhook1" was not found (404)')
    expect(error).toContain('`list_webhooks`')
    expect(fake.sent('DELETE /v2/webhooks/:id')).toHaveLength(1)
    expect(outputs.join()).not.toMatch(SECRETS)
  })
})

describe('list_webhooks', () => {
  it('shows each webhook once, page by page', async () => {
    const { done, fake } = await openAutomation(['--max-result-tokens=500'])
    const url = `https://example.com/${'x'.repeat(300)}`
    for (let i = 0; i < 30; i++)
      fake.automation.webhooks.set(`w${i}`, { id: `w${i}`, requestUrl: url })
    const pages = await followNext((next) => done('list_webhooks', { limit: 12, ...next }))
    const ids = pages.flatMap(({ webhooks }) => webhooks).map((one) => Object(one).webhookId)
    expect(ids).toEqual([...Array.from({ length: 30 }, (_, i) => `w${29 - i}`), 'webhook1'])
  })
})

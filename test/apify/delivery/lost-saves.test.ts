import { describe, expect, it, onTestFinished } from 'vitest'
import { type Fault, startFaultyProxy } from '../../support/fake-apify/faults.ts'
import { openServer } from '../../support/in-process-server.ts'
import { seed } from '../../support/seeded-server.ts'

const actorId = 'alice/crawler'
const KINDS = [
  {
    tool: 'save_task',
    collection: 'actor-tasks',
    kind: 'tasks',
    args: { actorId, name: 'new', input: { startUrls: [], country: 'C1' }, build: 'beta' },
  },
  {
    tool: 'save_schedule',
    collection: 'schedules',
    kind: 'schedules',
    args: { name: 'new', cronExpression: '0 8 1 1 *', actions: [{ actorId, input: { depth: 1 } }] },
  },
  {
    tool: 'save_webhook',
    collection: 'webhooks',
    kind: 'webhooks',
    args: { actorId, eventTypes: ['ACTOR.RUN.FAILED'], requestUrl: 'https://example.com/' },
  },
] as const
type Kind = (typeof KINDS)[number]

/** Opens a server whose requests of one kind have a fault: the first one, or all. */
async function openFaulty(method: string, { collection }: Kind, fault: Fault, times = 1) {
  const fake = await seed()
  const proxy = await startFaultyProxy({
    upstream: fake.url,
    fault,
    times,
    appliesTo: ({ method: sent, url = '' }) => sent === method && url.includes(`/${collection}`),
  })
  onTestFinished(proxy.close)
  const server = openServer(`http://127.0.0.1:${proxy.port}`, fake.token)
  onTestFinished(server.close)
  return { fake, server }
}

/** Faults after which the API has done the work. */
const DONE: Fault[] = ['closed after the work', 'half a body', 'wrong content-length']
/** Faults after which it is not known whether the API has done the work, and it has not. */
const NOT_DONE: Fault[] = ['500', '503', 'closed before the work', 'HTML in place of JSON']

describe.each(KINDS)('$tool', (kind) => {
  const { tool, args, collection } = kind
  const count = (fake: Awaited<ReturnType<typeof seed>>) => fake.automation[kind.kind].size

  it.each(DONE)('finds what it has created if the answer is lost: %s', async (fault) => {
    const { fake, server } = await openFaulty('POST', kind, fault)
    const result = await server.call(tool, args)
    expect(result, result.text).toMatchObject({ ok: true })
    expect(result.text).toContain(`"${collection}-1"`)
    expect(count(fake)).toBe(2)
  })

  it.each(NOT_DONE)('creates nothing twice, and is clear about it: %s', async (fault) => {
    const { fake, server } = await openFaulty('POST', kind, fault)
    const result = await server.call(tool, args)
    // The key of a webhook makes it safe to ask for it again.
    expect(result.ok, result.text).toBe(tool === 'save_webhook')
    if (!result.ok) expect(result.text).toMatch(/may exist anyway.*Do not save it again before/)
    expect(count(fake)).toBe(tool === 'save_webhook' ? 2 : 1)
  })

  it('says that it may exist if the API does not answer any more', async () => {
    const times = Number.POSITIVE_INFINITY
    const { fake, server } = await openFaulty('POST', kind, 'closed before the work', times)
    const { ok, text } = await server.call(tool, args)
    expect(ok).toBe(false)
    expect(text).toContain('may exist anyway')
    expect(count(fake)).toBe(1)
  })

  it('is sent again if it was certainly not accepted', async () => {
    const { fake, server } = await openFaulty('POST', kind, '429 without Retry-After')
    expect(await server.call(tool, args)).toMatchObject({ ok: true })
    expect(count(fake)).toBe(2)
  })
})

describe.each(KINDS)('a change or deletion of $kind', (kind) => {
  const noun = kind.kind.slice(0, -1)
  const own = { [`${noun}Id`]: `${noun}1` }

  it.each<Fault>(['closed after the work', '503'])('is repeated: %s', async (fault) => {
    const change = await openFaulty('PUT', kind, fault)
    const fields = noun === 'webhook' ? { payloadTemplate: 'new' } : { title: 'new' }
    expect(await change.server.call(kind.tool, { ...own, ...fields })).toMatchObject({ ok: true })
    expect(change.fake.automation[kind.kind].get(`${noun}1`)).toMatchObject(fields)
    const deletion = await openFaulty('DELETE', kind, fault)
    expect(await deletion.server.call(`delete_${noun}`, own)).toMatchObject({ ok: true })
    expect(deletion.fake.automation[kind.kind].size).toBe(0)
  })
})

describe('a write that is repeated, since its answer was lost,', () => {
  const repeated = async (path: string, tool: string, args: object) => {
    const fake = await seed()
    const proxy = await startFaultyProxy({
      upstream: fake.url,
      fault: 'closed after the work',
      times: 1,
      appliesTo: ({ method, url = '' }) => method === 'POST' && url.includes(path),
    })
    onTestFinished(proxy.close)
    const server = openServer(`http://127.0.0.1:${proxy.port}`, fake.token)
    onTestFinished(server.close)
    const lost = await server.call(tool, { ...args })
    return { lost, again: await server.call(tool, { ...args }) }
  }

  it('does not take a storage for an older one', async () => {
    const args = { type: 'dataset', name: 'new' }
    const { lost, again } = await repeated('/datasets', 'create_storage', args)
    expect(lost.text).toContain('either this call created the storage, or it already existed')
    expect(again.text).toContain('A storage with this name already existed.')
  })

  it('does not take requests for older ones', async () => {
    const args = { queueId: 'queue1', requests: [{ url: 'https://a.test/' }] }
    const { lost, again } = await repeated('/requests/batch', 'add_requests', args)
    expect(lost.text).toContain('"alreadyPresent":1')
    expect(lost.text).toContain('this call may have added some of those')
    expect(again.text).toContain('"alreadyPresent":1')
    expect(again.text).not.toContain('note')
  })
})

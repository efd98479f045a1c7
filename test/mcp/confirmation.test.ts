import { describe, expect, it } from 'vitest'
import {
  CLIENTS_WITH_CONFIRMATION,
  CLIENTS_WITHOUT_CONFIRMATION,
  type ElicitAction,
  person,
} from '../support/confirmation-clients.ts'
import { countStarts } from '../support/fake-apify/starts.ts'
import { startHttp } from '../support/http.ts'
import { RUN, seed } from '../support/seeded-server.ts'

const CALL = { actorId: 'alice/crawler', input: { depth: 2 }, maxTotalChargeUsd: 0.5 }
const QUESTION =
  'Run Actor "alice/crawler" with an input of 11 bytes? It may cost at most 0.5 USD. Input: {"depth":2}'
const ARGS = ['--confirm=paid,write', '--max-run-cost-usd=2']

async function seeded() {
  const fake = await seed()
  const starts = countStarts(fake, RUN)
  return { fake, started: () => starts('alice~crawler') }
}

describe.each(Object.entries(CLIENTS_WITH_CONFIRMATION))('%s', (_, connect) => {
  it('starts one run after the person accepts, and sends Apify nothing before', async () => {
    const { fake, started } = await seeded()
    const asked = person(fake, 'accept')
    const call = await connect({ fake, args: ARGS, person: asked })
    const { isError, text } = await call('run_actor_sync', CALL)
    expect(text).toContain('SUCCEEDED')
    expect(isError).toBe(false)
    expect(asked.questions).toEqual([QUESTION])
    expect(asked.requestCounts).toEqual([0])
    expect(started()).toBe(1)
    const pasted = { ...CALL, actorId: ' https://apify.com/alice/crawler/api?fpr=x ' }
    expect((await call('run_actor', pasted)).isError).toBe(false)
    expect(asked.questions).toEqual([QUESTION, QUESTION])
    expect(started()).toBe(2)
  })

  it.each<[ElicitAction, string]>([
    ['decline', 'The person declined; nothing was started.'],
    ['cancel', 'The person closed the question without an answer; nothing was started.'],
  ])('does nothing when the person says %s', async (says, happened) => {
    const { fake } = await seeded()
    const asked = person(fake, says)
    const call = await connect({ fake, args: ARGS, person: asked })
    const { isError, text } = await call('run_actor', CALL)
    expect(isError).toBe(true)
    expect(text).toContain(happened)
    const items = [{ a: 1 }]
    const pushed = await call('push_dataset_items', { datasetId: 'data1', items })
    expect(pushed.text).toContain('nothing was changed')
    expect(asked.questions).toHaveLength(2)
    expect(fake.requests).toEqual([])
  })

  it('does not ask when arguments are invalid, or for a call that only reads', async () => {
    const { fake, started } = await seeded()
    const asked = person(fake, 'accept')
    const call = await connect({ fake, args: ARGS, person: asked })
    for (const wrong of [{ actorId: 7 }, {}, { ...CALL, maxTotalChargeUsd: 2.01 }])
      expect((await call('run_actor', wrong)).isError).toBe(true)
    expect((await call('get_run', { runId: 'run1' })).isError).toBe(false)
    expect(asked.questions).toEqual([])
    expect(started()).toBe(0)
  })
})

describe.each(Object.entries({ ...CLIENTS_WITH_CONFIRMATION, ...CLIENTS_WITHOUT_CONFIRMATION }))(
  '%s that cannot ask',
  (_, connect) => {
    it('is refused, with what to do', async () => {
      const { fake } = await seeded()
      const { isError, text } = await (await connect({ fake, args: ARGS }))('run_actor', CALL)
      expect(isError).toBe(true)
      expect(text).toContain('nothing was started')
      expect(text).toContain('--confirm-fallback=allow')
      expect(fake.requests).toEqual([])
    })

    it('is served when the operator allows it', async () => {
      const { fake, started } = await seeded()
      const call = await connect({ fake, args: [...ARGS, '--confirm-fallback=allow'] })
      expect((await call('run_actor', CALL)).isError).toBe(false)
      expect(started()).toBe(1)
    })
  },
)

it.each(Object.entries(CLIENTS_WITHOUT_CONFIRMATION))(
  '%s cannot ask, whatever capabilities it declares',
  async (_, connect) => {
    const { fake } = await seeded()
    const asked = person(fake, 'accept')
    const { isError } = await (await connect({ fake, args: ARGS, person: asked }))(
      'run_actor',
      CALL,
    )
    expect(isError).toBe(true)
    expect(asked.questions).toEqual([])
    expect(fake.requests).toEqual([])
  },
)

it('a person is asked only about what the flag names', async () => {
  const { fake, started } = await seeded()
  const asked = person(fake, 'decline')
  const connect = CLIENTS_WITH_CONFIRMATION['client 1.x over stdio']
  const paid = await connect({ fake, args: ['--confirm=paid'], person: asked })
  const items = [{ a: 1 }]
  expect((await paid('push_dataset_items', { datasetId: 'data1', items })).isError).toBe(false)
  expect(asked.questions).toEqual([])
  const write = await connect({ fake, args: ['--confirm=write'], person: asked })
  expect((await write('run_actor', CALL)).isError).toBe(false)
  expect((await write('push_dataset_items', { datasetId: 'data1', items })).isError).toBe(true)
  expect(asked.questions).toHaveLength(1)
  expect(started()).toBe(1)
  const off = await connect({ fake, args: [], person: asked })
  expect((await off('run_actor', CALL)).isError).toBe(false)
  expect(asked.questions).toHaveLength(1)
})

it('an answer may arrive at another replica', async () => {
  const { fake, started } = await seeded()
  const asked = person(fake, 'accept')
  const other = await startHttp({ fake, args: ARGS })
  const calls: string[] = []
  const call = await CLIENTS_WITH_CONFIRMATION['client 2.x of 2026-07-28 over HTTP']({
    fake,
    args: ARGS,
    person: asked,
    fetch: (url, init) => {
      if (!String(init?.body).includes('"tools/call"')) return fetch(url, init)
      const target = calls.length === 0 ? url : other.url
      calls.push(String(target))
      return fetch(target, init)
    },
  })
  expect((await call('run_actor', CALL)).isError).toBe(false)
  expect(new Set(calls).size).toBe(2)
  expect(calls[1]).toBe(other.url)
  expect(asked.questions).toEqual([QUESTION])
  expect(started()).toBe(1)
})

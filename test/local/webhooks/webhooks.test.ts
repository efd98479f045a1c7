import { expect, test } from 'vitest'
import type { AdHocWebhook } from '../../../src/local/webhooks/ad-hoc.ts'
import { Webhooks } from '../../../src/local/webhooks/webhooks.ts'
import { makeFolder } from '../../support/folder.ts'

const GIVEN = {
  eventTypes: ['ACTOR.RUN.FAILED' as const],
  requestUrl: 'https://example.com/in',
  condition: { actorId: 'a1' },
}

const fail = (error: Error) => {
  throw error
}

test('the same idempotency key is the same webhook, also at once and after a restart', async () => {
  const dir = await makeFolder()
  const webhooks = new Webhooks(dir, fail)
  const given = { ...GIVEN, idempotencyKey: 'k1' }
  const made = await Promise.all([1, 2, 3].map(() => webhooks.create(given)))
  expect(new Set(made.map(({ id }) => id)).size).toBe(1)
  const other = await webhooks.create({ ...given, requestUrl: 'https://other.com/' })
  expect(other).toEqual(made[0])
  const again = await new Webhooks(dir, fail).create(given)
  expect(again).toEqual(made[0])
  const keyless = [null, undefined, ''].map((idempotencyKey) =>
    webhooks.create({ ...GIVEN, idempotencyKey }),
  )
  expect(new Set((await Promise.all(keyless)).map(({ id }) => id)).size).toBe(3)
  expect(await new Webhooks(dir, fail).list()).toHaveLength(4)
})

test('a change keeps what it does not name, and null clears a text', async () => {
  const webhooks = new Webhooks(await makeFolder(), fail)
  const texts = { payloadTemplate: '{"a":1}', description: 'mine', headersTemplate: '{}' }
  const { id } = await webhooks.create({ ...GIVEN, ...texts, doNotRetry: true })
  const change = { payloadTemplate: null, requestUrl: null, eventTypes: null, condition: null }
  expect(await webhooks.update(id, { ...change, doNotRetry: null })).toMatchObject({
    ...GIVEN,
    payloadTemplate: null,
    description: 'mine',
    headersTemplate: '{}',
    doNotRetry: true,
  })
})

test('a condition that names nothing is refused', async () => {
  const webhooks = new Webhooks(await makeFolder(), fail)
  for (const condition of [{}, { actorId: null }, { actorId: '' }]) {
    await expect(webhooks.create({ ...GIVEN, condition })).rejects.toMatchObject({ status: 400 })
  }
  expect(await webhooks.list()).toEqual([])
})

test('the webhooks of the last starts are kept, and of all runs in progress', async () => {
  const webhooks = new Webhooks(await makeFolder(), fail, 3)
  const stored = await webhooks.create(GIVEN)
  const isDone = async (id: string) => id !== 'r0'
  for (const n of [0, 1, 2, 3, 4, 5]) await webhooks.createAdHoc(`r${n}`, [GIVEN], isDone)
  await webhooks.createAdHoc('r6', [], isDone)
  const kept = await webhooks.list()
  expect(kept.map(({ condition }) => condition.actorRunId)).toEqual([
    undefined,
    'r0',
    'r3',
    'r4',
    'r5',
  ])
  expect(kept[0]).toEqual(stored)
  expect(kept[1]).toMatchObject({ isAdHoc: true, condition: { actorRunId: 'r0' } })
})

test('starts of runs make no room among the webhooks that a client has called ad hoc', async () => {
  const webhooks = new Webhooks(await makeFolder(), fail, 1)
  const conditions = [{ actorId: 'a1' }, { actorTaskId: 't1' }]
  const stored = await Promise.all(
    conditions.map((condition) => webhooks.create({ ...GIVEN, condition, isAdHoc: true })),
  )
  for (const id of ['r1', 'r2', 'r3']) await webhooks.createAdHoc(id, [GIVEN], async () => true)
  const kept = await webhooks.list()
  expect(kept).toEqual(expect.arrayContaining(stored))
  expect(kept.flatMap(({ condition }) => condition.actorRunId ?? [])).toEqual(['r3'])
})

test('of the webhooks that a start names, all are stored or none', async () => {
  const webhooks = new Webhooks(await makeFolder(), fail)
  const keyed = { ...GIVEN, idempotencyKey: 'k1' }
  const broken = {
    ...GIVEN,
    get requestUrl(): string {
      throw new Error('The disk is full.')
    },
  }
  const start = (id: string, given: AdHocWebhook[]) =>
    webhooks.createAdHoc(id, given, async () => false)
  const other = await webhooks.create({ ...GIVEN, idempotencyKey: 'k2' })
  await expect(start('r1', [keyed, { ...GIVEN, idempotencyKey: 'k2' }, broken])).rejects.toThrow(
    'full',
  )
  expect(await webhooks.list()).toEqual([other])
  await start('r2', [keyed])
  expect((await webhooks.list())[1]?.condition).toEqual({ actorRunId: 'r2' })
})

import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { fail } from '../support/fake-apify/apify.ts'
import type { Handler } from '../support/fake-apify/server.ts'
import { seed } from '../support/seeded-server.ts'

const PUSH = 'POST /v2/datasets/data1/items'
const START = 'POST /v2/actors/alice~crawler/runs'
const ITEMS = [{ n: 4 }, { n: 5 }]

/** Closes the connection without an answer. */
const drop: Handler = (_, response) => {
  response.destroy()
  return undefined
}
/** What leaves open whether the work was done. */
const UNKNOWN: [name: string, handler: Handler][] = [
  ['the connection closes', drop],
  ['Apify answers 502', fail(502, 'bad-gateway', 'Later')],
  ['Apify answers 504', fail(504, 'gateway-timeout', 'Later')],
]

describe.each(DOORS)('$name', (door) => {
  it(`17 rows whose answer is lost are unknown, not pushed again, over ${door.name}`, async () => {
    const push = async ([what, handler]: (typeof UNKNOWN)[number]) => {
      const fake = await seed()
      fake.on(PUSH, handler)
      const { call } = await openServer(door, { fake })
      const { text, isError } = await call('push_dataset_items', {
        datasetId: 'data1',
        items: ITEMS,
      })
      // Apify stores them only now.
      fake.datasets.get('data1')?.push(...ITEMS)
      expect(isError, what).toBe(true)
      expect(text, what).toContain('unknown')
      expect(text, what).toMatch(/had 3 rows/)
      expect(text, what).toContain('`list_dataset_items`')
      expect(text, what).not.toMatch(/not stored|safe to/)
      expect(fake.sent(PUSH), what).toHaveLength(1)
    }
    await Promise.all(UNKNOWN.map(push))
  })

  it(`17 a start whose answer is lost is not sent again, over ${door.name}`, async () => {
    const start = async ([what, handler]: (typeof UNKNOWN)[number]) => {
      const fake = await seed()
      fake.on(START, handler)
      const { call } = await openServer(door, { fake })
      const { text, isError } = await call('run_actor', { actorId: 'alice/crawler' })
      expect(isError, what).toBe(true)
      expect(text, what).toContain('may have started')
      expect(text, what).toContain('`list_runs`')
      expect(fake.sent(START), what).toHaveLength(1)
    }
    await Promise.all(UNKNOWN.map(start))
  })

  it(`17 what was certainly refused may be sent again, over ${door.name}`, async () => {
    const fake = await seed()
    fake.on(PUSH, fail(400, 'invalid-request', 'Rows are not valid'))
    const { call } = await openServer(door, { fake })
    const { text } = await call('push_dataset_items', { datasetId: 'data1', items: ITEMS })
    expect(text).not.toContain('unknown')
    expect(fake.sent(PUSH)).toHaveLength(1)
  })
})

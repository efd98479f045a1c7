import { describe, expect, it, onTestFinished } from 'vitest'
import { fail, startFakeApify, times } from '../../support/fake-apify/apify.ts'
import type { Handler } from '../../support/fake-apify/server.ts'
import { openServer } from '../../support/in-process-server.ts'

const POST = 'POST /v2/datasets/data1/items'
const READ = 'GET /v2/datasets/data1/items'
const item = { a: 1, id: 12345678901234567890n.toString() }

/** Opens a server whose dataset already has rows equal to those that are pushed. */
async function serve(stored: object[] = [item, item]) {
  const fake = await startFakeApify()
  const server = openServer(fake.url, fake.token)
  onTestFinished(async () => {
    await server.close()
    await fake.close()
  })
  fake.datasets.set('data1', [...stored])
  const push = (items: object[]) => server.call('push_dataset_items', { datasetId: 'data1', items })
  return { fake, push, rows: () => fake.datasets.get('data1') ?? [] }
}

const drop: Handler = (_, response) => {
  response.destroy()
  return undefined
}

/** Stores the pushed rows, and rows of others before and after them, then drops the response. */
function storeAndDrop(rows: () => unknown[], before: object[], after: object[]): Handler {
  return ({ body }, response) => {
    rows().push(...before, ...JSON.parse(body.toString()), ...after)
    response.destroy()
    return undefined
  }
}

it('needs two small requests beside the push when all is well', async () => {
  const { fake, push, rows } = await serve()
  expect(await push([item])).toMatchObject({ ok: true, structured: { pushed: 1 } })
  expect(fake.requests.map(({ method }) => method)).toEqual(['GET', 'GET', 'POST'])
  expect(rows()).toHaveLength(3)
})

it('finds its rows behind equal rows and among rows of others, and adds no note', async () => {
  const { fake, push, rows } = await serve()
  fake.on(POST, times(1, storeAndDrop(rows, [{ other: 1 }, item], [{ other: 2 }])))
  const result = await push([item, { b: [1.5, null] }])
  expect(result).toMatchObject({ ok: true, text: '{"datasetId":"data1","pushed":2}' })
  expect(fake.sent(POST)).toHaveLength(1)
})

it('does not send a batch again that the dataset does not hold yet, and says how to check', async () => {
  const { fake, push, rows } = await serve()
  let late: unknown[] = []
  fake.on(
    POST,
    times(1, ({ body }, response) => {
      late = JSON.parse(body.toString())
      response.destroy()
      return undefined
    }),
  )
  const { ok, text } = await push([item, item])
  rows().push(...late)
  expect(ok).toBe(false)
  expect(text).toContain('0 of 2 items are certainly stored; it is unknown whether items[0]')
  expect(text).toContain('The dataset had 2 rows before them and has 2 now.')
  expect(text).toContain('look for them with `list_dataset_items` and `offset: 2`')
  expect(text).not.toMatch(/not stored|safe to/)
  expect(rows()).toHaveLength(4)
  expect(fake.sent(POST)).toHaveLength(1)
})

it('sends a batch again that was refused for now', async () => {
  const { fake, push, rows } = await serve()
  fake.on(POST, times(1, fail(429, 'rate-limit-exceeded', 'Slow down')))
  expect(await push([item])).toMatchObject({ ok: true, structured: { pushed: 1 } })
  expect(rows()).toHaveLength(3)
  expect(fake.sent(POST)).toHaveLength(2)
})

it('does not resend a batch that the API may still be processing, and says where to look', async () => {
  const { fake, push } = await serve()
  fake.on(POST, fail(504, 'gateway-timeout', 'Too slow'))
  const { text } = await push([item])
  expect(text).toMatch(/unknown whether items\[0\] to items\[0\] are stored/)
  expect(text).toContain('`offset: 2`')
  expect(fake.sent(POST)).toHaveLength(1)
})

it('does not take rows of others for its own', async () => {
  const { fake, push, rows } = await serve()
  fake.on(POST, (_, response) => {
    rows().push({ other: 1 })
    response.destroy()
    return undefined
  })
  expect((await push([item])).text).toContain('unknown')
  expect(fake.sent(POST)).toHaveLength(1)
})

it("works without the dataset's length when the token may not read", async () => {
  const { fake, push, rows } = await serve()
  fake.on(READ, fail(403, 'insufficient-permissions', 'No'))
  expect(await push([item])).toMatchObject({ ok: true })
  fake.on(POST, times(1, drop))
  expect((await push([item])).text).toContain('`desc: true`')
  expect(rows()).toHaveLength(3)
})

it('says how many rows are stored when a later batch fails, in each way', async () => {
  const items = ['x', 'y'].map((letter) => ({ letter: letter.repeat(3_000_000) }))
  const later = (handler: Handler): Handler => {
    let posts = 0
    return (request, response) => (posts++ === 0 ? 'pass' : handler(request, response))
  }
  for (const [handler, words] of [
    [drop, '1 of 2 items are certainly stored; it is unknown whether items[1]'],
    [
      fail(502, 'bad-gateway', 'No'),
      '1 of 2 items are certainly stored; it is unknown whether items[1]',
    ],
    [fail(400, 'invalid', 'No'), 'The first 1 of 2 items are stored, then a batch failed'],
  ] as const) {
    const { fake, push, rows } = await serve([])
    fake.on(POST, later(handler))
    const { text } = await push(items)
    expect(text).toContain(words)
    expect(rows()).toHaveLength(1)
  }
})

describe('a push whose response is lost while the dataset has equal rows', () => {
  const before = [item, item, item]
  const confirmable = [3, 2, 1, 0, null, 'many', '-3', '2.5']
  const cells = [...confirmable, 4, 5, 999].flatMap((count) =>
    [true, false].map((stores) => ({ count, stores, isConfirmed: confirmable.includes(count) })),
  )

  it.each(cells)('count $count, stored: $stores', async ({ count, stores, isConfirmed }) => {
    const { fake, push, rows } = await serve(before)
    fake.itemCounts.set('data1', count)
    fake.on(POST, times(1, stores ? storeAndDrop(rows, [], []) : drop))
    const { ok, text } = await push([item, item])
    expect(ok).toBe(isConfirmed && stores)
    expect(rows()).toHaveLength(stores ? 5 : 3)
    expect(fake.sent(POST)).toHaveLength(1)
    if (!ok) {
      expect(text).toContain('0 of 2 items are certainly stored; it is unknown whether items[0]')
      expect(text).toContain(isConfirmed ? '`offset: 3`' : 'equal rows may be older')
    }
  })

  it('is unknown if more rows come than are looked through', async () => {
    const { fake, push, rows } = await serve(Array(1500).fill(item))
    fake.itemCounts.set('data1', 3)
    fake.on(POST, times(1, storeAndDrop(rows, [], [])))
    expect((await push([item])).text).toContain('it is unknown whether')
    expect(fake.sent(POST)).toHaveLength(1)
  })

  it('is not sent again while the API counts more rows than it returns', async () => {
    const { fake, push } = await serve(before)
    fake.on(POST, (_, response) => {
      fake.itemCounts.set('data1', 5)
      response.destroy()
      return undefined
    })
    expect((await push([item, item])).text).toContain('had 3 rows before them and has 5 now')
    expect(fake.sent(POST)).toHaveLength(1)
  })
})

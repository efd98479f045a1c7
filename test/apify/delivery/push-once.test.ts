import { describe, expect, it } from 'vitest'
import { pushOnce } from '../../../src/apify/delivery/push-once.ts'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { timeoutError } from '../../../src/apify/transport/network-errors.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import { ToolError } from '../../../src/shared/errors.ts'

const failure = (delivery: Delivery, status?: number, cause?: Error) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status, undefined, { cause })

const lost = failure('lost')

/** What happens to one POST: whether the rows are stored, and the error. */
interface Post {
  stores?: boolean
  error?: Error
  /** Called before the rest happens. */
  before?: () => void
}

interface Fake {
  posts: Post[]
  /** Rows before the push; their number is unknown if undefined. */
  before?: object[] | undefined
  /** Rows that another writer adds with each POST. */
  others?: object[]
  batches?: object[][]
  secsLeft?: number
  controller?: AbortController
}

/** Pushes to a dataset in memory, without pauses. */
async function push({
  posts,
  before,
  others = [],
  batches = [[{ a: 1 }, { a: 2 }]],
  secsLeft = 60,
  controller = new AbortController(),
}: Fake) {
  const rows: unknown[] = [...(before ?? [])]
  let sent = 0
  const { signal } = controller
  const timeouts = { ...DEFAULT_TIMEOUTS, lookupPausesMs: [] }
  const outcome = await pushOnce(
    batches.map((batch) => batch.map((item) => JSON.stringify(item))),
    {
      times: { signal, deadlineAt: performance.now() + secsLeft * 1000, timeouts },
      count: async () => before?.length,
      async post(json) {
        const { stores = true, error, before: prepare } = posts[sent++] ?? {}
        prepare?.()
        rows.push(...others)
        if (stores) rows.push(...JSON.parse(json.toString()))
        if (error) throw error
      },
      countRows: async ({ offset, limit }) => ({
        rows: rows.slice(offset, offset + limit).length,
        total: undefined,
      }),
      read: async ({ offset, limit }) => ({
        rows: rows.slice(offset, offset + limit),
        total: undefined,
      }),
    },
  ).catch((error: Error) => error.message)
  return { outcome, sent, stored: rows.length - (before?.length ?? 0) }
}

describe('a push', () => {
  it.each<[name: string, fake: Fake, expected: object]>([
    ['without errors is sent once', { posts: [], before: [] }, { outcome: 2, sent: 1, stored: 2 }],
    [
      'that was stored is found',
      { posts: [{ error: lost }], before: [{ a: 1 }, { a: 2 }] },
      { outcome: 2, sent: 1, stored: 2 },
    ],
    [
      'that was stored is found behind the rows of others',
      { posts: [{ error: lost }], before: [], others: [{ a: 1 }, { b: 1 }] },
      { outcome: 2, sent: 1, stored: 4 },
    ],
    [
      'that was stored after a timeout is found',
      { posts: [{ error: failure('lost', undefined, timeoutError()) }], before: [] },
      { outcome: 2, sent: 1, stored: 2 },
    ],
  ])('%s', async (_, fake, expected) => {
    expect(await push(fake)).toEqual(expected)
  })
})

describe('a push is not sent again, and the error says why', () => {
  const notDone = { stores: false, error: lost }
  it.each<[name: string, fake: Fake, parts: string[], sent: number]>([
    [
      'if its rows are not found, which proves nothing',
      { posts: [notDone], before: [{ a: 1 }, { a: 2 }] },
      [
        '0 of 2 items are certainly stored',
        'unknown whether items[0] to items[1] are stored',
        'had 2 rows before them and has 2 now',
        '`list_dataset_items` and `offset: 2`',
      ],
      1,
    ],
    [
      'if the API may still be at work: a timeout',
      {
        posts: [{ stores: false, error: failure('lost', undefined, timeoutError()) }],
        before: [{}],
      },
      ['unknown whether items[0] to items[1] are stored', '`offset: 1`'],
      1,
    ],
    ...[408, 499, 500, 502, 503, 504].map((status): [string, Fake, string[], number] => [
      `if the API may still be at work: ${status}`,
      { posts: [{ stores: false, error: failure('answered', status) }], before: [] },
      ['unknown whether items[0] to items[1] are stored'],
      1,
    ]),
    [
      'if as many rows of others were added',
      { posts: [notDone], before: [], others: [{ b: 1 }, { b: 2 }] },
      ['unknown whether', 'had 0 rows before them and has 2 now'],
      1,
    ],
    [
      'if the length of the dataset is unknown',
      { posts: [{ error: lost }] },
      ['unknown whether', '`desc: true`, `limit: 2`', 'equal rows may be older'],
      1,
    ],
    ...[400, 401, 402, 403, 404, 413, 429].map((status): [string, Fake, string[], number] => [
      `if the API refused it: ${status}`,
      { posts: [{ stores: false, error: failure('answered', status) }], before: [] },
      ['It failed. Call again.'],
      1,
    ]),
    [
      'if there is no time left',
      { posts: [], before: [], secsLeft: 1 },
      ['ran out of time', 'was not sent', 'from position 0'],
      0,
    ],
  ])('%s', async (_, fake, parts, sent) => {
    const result = await push(fake)
    for (const part of parts) expect(result.outcome).toContain(part)
    expect(result.sent).toBe(sent)
  })
})

it('a batch that is unknown ends the push, and the error says what was not sent', async () => {
  const batches = [[{ a: 1 }], [{ a: 2 }], [{ a: 3 }]]
  const posts = [{}, { stores: false, error: lost }]
  const { outcome, sent } = await push({ posts, before: [], batches })
  expect(outcome).toContain('1 of 3 items are certainly stored')
  expect(outcome).toContain('The items from position 2 on were not sent.')
  expect(sent).toBe(2)
})

describe('a push whose call ends while it is sent', () => {
  it.each([
    ['is cancelled', new Error('No.')],
    ['runs out of time', new ToolError('Out of time.', 'Call again.')],
  ])('%s: it is unknown whether its rows are stored', async (_, reason) => {
    const controller = new AbortController()
    const { outcome, sent } = await push({
      posts: [{ stores: false, error: reason, before: () => controller.abort(reason) }],
      before: [{}],
      controller,
    })
    expect(outcome).toContain('unknown whether items[0] to items[1] are stored')
    expect(outcome).toContain('`offset: 1`')
    expect(sent).toBe(1)
  })

  it('sends nothing if it has ended before', async () => {
    const controller = new AbortController()
    controller.abort(new Error('cancelled'))
    const { outcome, sent } = await push({ posts: [], before: [], controller })
    expect({ outcome, sent }).toEqual({ outcome: 'cancelled', sent: 0 })
  })
})

it.each<[name: string, second: Post, parts: string[]]>([
  ['rejected', { stores: false, error: failure('answered', 400) }, ['The first 1 of 2 items']],
  [
    'unknown',
    { stores: false, error: failure('answered', 502) },
    ['1 of 2', 'items[1] to items[1]'],
  ],
])('a later batch that is %s leaves the first one', async (_, second, parts) => {
  const result = await push({ posts: [{}, second], before: [], batches: [[{ a: 1 }], [{ a: 2 }]] })
  for (const part of parts) expect(result.outcome).toContain(part)
  expect(result).toMatchObject({ sent: 2, stored: 1 })
})

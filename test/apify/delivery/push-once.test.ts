import { describe, expect, it } from 'vitest'
import { pushOnce } from '../../../src/apify/delivery/push-once.ts'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { timeoutError } from '../../../src/apify/transport/network-errors.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'

const failure = (delivery: Delivery, status?: number, cause?: Error) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status, undefined, { cause })

const lost = failure('lost')

/** What happens to one POST: whether the rows are stored, and the error. */
interface Post {
  stores?: boolean
  error?: Error
}

interface Fake {
  posts: Post[]
  /** Rows before the push; their number is unknown if undefined. */
  before?: object[] | undefined
  /** Rows that another writer adds with each POST. */
  others?: object[]
  batches?: object[][]
  secsLeft?: number
}

/** Pushes to a dataset in memory, without pauses. */
async function push({
  posts,
  before,
  others = [],
  batches = [[{ a: 1 }, { a: 2 }]],
  secsLeft = 60,
}: Fake) {
  const rows: unknown[] = [...(before ?? [])]
  let sent = 0
  const signal = new AbortController().signal
  const timeouts = { ...DEFAULT_TIMEOUTS, lookupPausesMs: [] }
  const outcome = await pushOnce(
    batches.map((batch) => batch.map((item) => JSON.stringify(item))),
    {
      times: { signal, deadlineAt: performance.now() + secsLeft * 1000, timeouts },
      count: async () => before?.length,
      async post(json) {
        const { stores = true, error } = posts[sent++] ?? {}
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
      'that was not stored is sent again',
      { posts: [{ stores: false, error: lost }], before: [{ a: 1 }, { a: 2 }] },
      { outcome: 2, sent: 2, stored: 2 },
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
      'if it was not stored twice',
      { posts: [notDone, notDone], before: [] },
      ['0 of 2 items are certainly stored; the rest is not stored', 'safe to push again'],
      2,
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
    ...[408, 502, 504].map((status): [string, Fake, string[], number] => [
      `if the API may still be at work: ${status}`,
      { posts: [{ stores: false, error: failure('answered', status) }], before: [] },
      ['unknown whether items[0] to items[1] are stored'],
      1,
    ]),
    [
      'if as many rows of others were added',
      { posts: [notDone], before: [], others: [{ b: 1 }, { b: 2 }] },
      ['unknown whether'],
      1,
    ],
    [
      'if the length of the dataset is unknown',
      { posts: [{ error: lost }] },
      ['unknown whether', '`desc: true`'],
      1,
    ],
    [
      'if the API rejected it',
      { posts: [{ stores: false, error: failure('answered', 400) }], before: [] },
      ['It failed. Call again.'],
      1,
    ],
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

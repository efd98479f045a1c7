import { describe, expect, it } from 'vitest'
import { createOnce, includesAll } from '../../../src/apify/delivery/create-once.ts'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import { ToolError } from '../../../src/shared/errors.ts'

const failure = (delivery: Delivery, status?: number) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status)

const sent = { name: 'nightly', options: { build: 'latest' }, title: undefined }
const stored = { id: 'task1', name: 'nightly', title: 'T', options: { build: 'latest', memory: 1 } }

interface Fake {
  error?: Error
  /** What lookups find, one after the other; the last one again and again. */
  finds?: (object | undefined | Error)[]
  controller?: AbortController
  whenSent?: () => void
}

/** Creates with requests that fail as given, and with two short pauses. */
async function create({ error, finds = [], whenSent, controller = new AbortController() }: Fake) {
  const counts = { creates: 0, lookups: 0 }
  const timeouts = { ...DEFAULT_TIMEOUTS, lookupPausesMs: [1, 1] }
  const times = { signal: controller.signal, deadlineAt: performance.now() + 60_000, timeouts }
  const outcome = await createOnce<object>({ kind: 'task', name: 'nightly', sent }, times, {
    async create() {
      counts.creates++
      whenSent?.()
      if (error) throw error
      return stored
    },
    async find() {
      const found = finds[Math.min(counts.lookups++, finds.length - 1)]
      if (found instanceof Error) throw found
      return found
    },
  }).catch((thrown: Error) => thrown)
  return { outcome, ...counts }
}

describe('a creation', () => {
  it('returns what is in the response', async () => {
    expect(await create({})).toEqual({ outcome: stored, creates: 1, lookups: 0 })
  })

  it.each([
    failure('not-sent'),
    failure('answered', 400),
    failure('answered', 409),
    failure('answered', 429),
    failure('answered', 501),
    new Error('No.'),
  ])('that certainly did nothing fails with its own error: %#', async (error) => {
    const result = await create({ error, finds: [stored] })
    expect(result).toEqual({ outcome: error, creates: 1, lookups: 0 })
  })
})

describe('a creation whose response is lost', () => {
  it.each([
    failure('lost'),
    ...[408, 499, 500, 502, 503, 504].map((status) => failure('answered', status)),
  ])('is found and not sent again: %#', async (error) => {
    const finds = [undefined, failure('answered', 404), stored]
    expect(await create({ error, finds })).toEqual({ outcome: stored, creates: 1, lookups: 3 })
  })

  it('is not found, and the error says that it may exist', async () => {
    const { outcome, creates, lookups } = await create({ error: failure('lost') })
    expect(outcome).toMatchObject({ delivery: 'lost' })
    for (const part of ['task "nightly"', 'may exist anyway', '`list_tasks`', 'It failed.'])
      expect(String(outcome)).toContain(part)
    expect({ creates, lookups }).toEqual({ creates: 1, lookups: 3 })
  })

  it('is not what has the name already with other settings', async () => {
    const other = { ...stored, options: { build: 'beta' } }
    const { outcome } = await create({ error: failure('lost'), finds: [other] })
    expect(String(outcome)).toContain('there is a task of that name with other settings')
  })

  it('ends with the call, and says that it may exist', async () => {
    const reason = new ToolError('The call took too long.', '')
    const controller = new AbortController()
    const whenSent = () => controller.abort(reason)
    const { outcome, creates } = await create({ error: reason, controller, whenSent })
    expect(String(outcome)).toMatch(/may exist anyway.*The call took too long/)
    expect(creates).toBe(1)
  })

  it('is not sent if the call has ended before', async () => {
    const controller = new AbortController()
    controller.abort(new Error('cancelled'))
    const { outcome, creates } = await create({ controller })
    expect(outcome).toMatchObject({ message: 'cancelled' })
    expect(creates).toBe(0)
  })
})

describe('includesAll', () => {
  it.each([
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1 }, { a: 1, b: null }, false],
    [{ a: [{ id: 1, b: 2 }] }, { a: [{ b: 2 }] }, true],
    [{ a: [1, 2] }, { a: [1] }, false],
    [{ a: {} }, { a: [] }, false],
    [{ a: '1' }, { a: 1 }, false],
    [undefined, { a: 1 }, false],
    [{}, { constructor: Object }, false],
  ])('%j, %j: %j', (value, part, expected) => {
    expect(includesAll(value, part)).toBe(expected)
  })
})

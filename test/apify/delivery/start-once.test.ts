import { describe, expect, it } from 'vitest'
import { startOnce } from '../../../src/apify/delivery/start-once.ts'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import { ToolError } from '../../../src/shared/errors.ts'

const failure = (delivery: Delivery, status?: number) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status)

const fromStart = { id: 'run1', status: 'READY' }

interface Fake {
  error?: Error
  /** Whether the runs of the Actor include the one that was started. */
  listed?: boolean
  getFails?: boolean
  controller?: AbortController
  whenSent?: () => void
}

/** Starts with requests that fail as given, and without pauses. */
async function start({
  error,
  listed,
  getFails,
  whenSent,
  controller = new AbortController(),
}: Fake) {
  const sent: string[] = []
  const timeouts = { ...DEFAULT_TIMEOUTS, lookupPausesMs: [] }
  const deadlineAt = performance.now() + 60_000
  const times = { signal: controller.signal, deadlineAt, timeouts }
  const outcome = await startOnce({ kind: 'run', of: 'alice/crawler', page: undefined }, times, {
    async start(startId) {
      sent.push(startId)
      whenSent?.()
      if (error) throw error
      return fromStart
    },
    async list() {
      const userAgent = listed ? `apify-agent-tools/1 ${sent[0]}` : 'start/of-another'
      const other = { id: 'other', status: 'RUNNING', meta: null }
      return [other, { id: 'run1', status: 'RUNNING', meta: { userAgent } }]
    },
    async get(id) {
      if (getFails) throw failure('lost')
      return { id, status: 'SUCCEEDED' }
    },
  }).catch((thrown: Error) => thrown)
  return { outcome, starts: sent.length }
}

describe('a start', () => {
  it('returns the run in the response', async () => {
    expect(await start({})).toEqual({ outcome: fromStart, starts: 1 })
  })

  it.each([
    failure('not-sent'),
    failure('answered', 400),
    failure('answered', 429),
    failure('answered', 404),
    new Error('No.'),
  ])('that certainly did nothing fails with its own error: %#', async (error) => {
    expect(await start({ error, listed: true })).toEqual({ outcome: error, starts: 1 })
  })
})

describe('a start whose response is lost', () => {
  it.each([
    failure('lost'),
    ...[408, 499, 500, 502, 503, 504].map((status) => failure('answered', status)),
  ])('is found by its start ID and not sent again: %#', async (error) => {
    const { outcome, starts } = await start({ error, listed: true })
    expect(outcome).toEqual({ id: 'run1', status: 'SUCCEEDED' })
    expect(starts).toBe(1)
  })

  it('returns the run as listed if it cannot be read', async () => {
    const { outcome } = await start({ error: failure('lost'), listed: true, getFails: true })
    expect(outcome).toMatchObject({ id: 'run1', status: 'RUNNING' })
  })

  it('that is not listed may have run, and the error says where to look', async () => {
    const { outcome, starts } = await start({ error: failure('lost') })
    expect(outcome).toMatchObject({ delivery: 'lost', status: undefined })
    for (const part of [
      '"alice/crawler"',
      'may have started',
      'may still start',
      '`list_runs`',
      'It failed.',
    ])
      expect(String(outcome)).toContain(part)
    expect(starts).toBe(1)
  })

  it('ends with the call, and says that a run may have started', async () => {
    const reason = new ToolError('The call took too long.', '')
    for (const error of [reason, failure('lost')]) {
      const controller = new AbortController()
      const { outcome, starts } = await start({
        error,
        controller,
        whenSent: () => controller.abort(reason),
      })
      for (const part of ['may have started', '`list_runs`', 'The call took too long.'])
        expect(String(outcome)).toContain(part)
      expect(starts).toBe(1)
    }
  })

  it('is not sent if the call has ended before', async () => {
    const controller = new AbortController()
    controller.abort(new Error('cancelled'))
    const { outcome, starts } = await start({ controller })
    expect(outcome).toMatchObject({ message: 'cancelled' })
    expect(starts).toBe(0)
  })
})

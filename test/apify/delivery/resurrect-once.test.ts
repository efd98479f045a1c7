import { describe, expect, it } from 'vitest'
import { resurrectOnce } from '../../../src/apify/delivery/resurrect-once.ts'
import { ApiFailure, type Delivery } from '../../../src/apify/transport/api-failure.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'
import type { Run } from '../../../src/apify/types/run-types.ts'

const failure = (delivery: Delivery, status?: number) =>
  new ApiFailure('It failed.', 'Call again.', delivery, status)

const BEFORE: Run = { runId: 'run1', status: 'FAILED', finishedAt: '2026-01-01T00:00:00.000Z' }

/** Resurrects a run that fails with an error, and is seen as given after that. */
async function resurrect(error: Error, seen: Run | Error) {
  let sent = 0
  const timeouts = { ...DEFAULT_TIMEOUTS, lookupPausesMs: [] }
  const { signal } = new AbortController()
  const times = { signal, deadlineAt: performance.now() + 60_000, timeouts }
  const outcome = await resurrectOnce(BEFORE, times, {
    async resurrect() {
      sent++
      throw error
    },
    async get() {
      if (seen instanceof Error) throw seen
      return seen
    },
  }).catch((thrown: unknown) => thrown)
  return { outcome, sent }
}

describe('a resurrection whose response is lost', () => {
  it.each<Run>([
    { ...BEFORE, status: 'RUNNING' },
    { ...BEFORE, status: 'READY' },
    { ...BEFORE, finishedAt: '2026-01-01T00:09:00.000Z' },
  ])('is proved by the run: %j', async (seen) => {
    expect(await resurrect(failure('lost'), seen)).toEqual({ outcome: seen, sent: 1 })
  })

  it.each([BEFORE, failure('lost')])(
    'is unknown if the run does not prove it: %#',
    async (seen) => {
      const { outcome, sent } = await resurrect(failure('answered', 502), seen)
      expect(String(outcome)).toContain('may be resurrected later')
      expect(String(outcome)).toContain('`get_run`')
      expect(sent).toBe(1)
    },
  )

  it.each([400, 402, 404, 429, 501])('certainly did not happen after %i', async (status) => {
    const error = failure('answered', status)
    expect(await resurrect(error, { ...BEFORE, status: 'RUNNING' })).toEqual({
      outcome: error,
      sent: 1,
    })
  })
})

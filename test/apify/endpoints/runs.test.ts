import { describe, expect, it } from 'vitest'
import { findNamed } from '../../../src/apify/endpoints/find-named.ts'
import { runEndpoints } from '../../../src/apify/endpoints/runs.ts'
import type { Requester } from '../../../src/apify/transport/requester.ts'
import { DEFAULT_TIMEOUTS } from '../../../src/apify/transport/timeouts.ts'

const STARTED = { runId: 'run1', status: 'READY' }

/** The endpoints of runs, to which the API answers with one status after another; the last one stays. */
function withStatuses(...statuses: unknown[]) {
  const requester: Pick<Requester, 'data' | 'signal' | 'timeouts'> = {
    signal: new AbortController().signal,
    timeouts: DEFAULT_TIMEOUTS,
    data: async (schema) => {
      const status = statuses.length > 1 ? statuses.shift() : statuses[0]
      return schema.parse({ id: 'run1', status })
    },
  }
  return runEndpoints(
    requester as Requester,
    findNamed(async () => undefined),
    undefined,
  )
}

describe('waiting for a run', () => {
  it('goes on through statuses that are not known', async () => {
    const seen: string[] = []
    const onPoll = ({ status }: { status: string }) => seen.push(status)
    const { waitForRun } = withStatuses('PAUSED', null, 'succeeded')
    const run = await waitForRun(STARTED, { waitSecs: 60, onPoll })
    expect(run.status).toBe('SUCCEEDED')
    expect(seen).toEqual(['READY', 'PAUSED', 'UNKNOWN', 'SUCCEEDED'])
  })

  it.each(['PAUSED', null, 5])('ends in time while the status is %j', async (status) => {
    const run = await withStatuses(status).waitForRun(STARTED, { waitSecs: 1 })
    expect(run.status).toBe(typeof status === 'string' ? status : 'UNKNOWN')
  })
})

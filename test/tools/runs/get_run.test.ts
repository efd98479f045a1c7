import { describe, expect, it } from 'vitest'
import type { Run, WaitOptions } from '../../../src/apify/types/run-types.ts'
import getRun from '../../../tools/runs/get_run.ts'
import { callHandler } from '../../support/call-handler.ts'

/** An API whose run is `first` when it is read and `last` at the end of a wait. */
const apiOf = (first: Run, last = first) => ({
  getRun: async () => first,
  waitForRun: async (run: Run, { onPoll }: { onPoll?: (run: Run) => void }) => {
    for (const seen of [run, last]) onPoll?.(seen)
    return last
  },
  itemCount: async () => 7,
  findRecord: async () => undefined,
  readLog: async () => {
    throw new Error('No log')
  },
})
const running: Run = { runId: 'run1', status: 'RUNNING', datasetId: 'data1' }
const ended: Run = { ...running, status: 'SUCCEEDED', statusMessage: 'Crawled 3 pages' }

describe('get_run', () => {
  it.each([
    ['an ended run', apiOf(ended), 0, { ...ended, itemCount: 7 }],
    ['a run that ends while it waits', apiOf(running, ended), 9, { ...ended, itemCount: 7 }],
    ['a run that is not waited for', apiOf(running), 0, { ...running, itemCount: 7 }],
    [
      'a run that outlasts the wait',
      apiOf(running),
      9,
      {
        ...running,
        itemCount: 7,
        note: 'Still RUNNING after 9 s; the run continues. Call again to keep waiting.',
      },
    ],
    [
      'a run without a dataset',
      apiOf({ runId: 'run1', status: 'FAILED' }),
      0,
      {
        runId: 'run1',
        status: 'FAILED',
        note: 'The run ended as FAILED. `get_log` shows why.',
      },
    ],
  ])('returns %s', async (_, apify, waitSecs, expected) => {
    const { result } = await callHandler(getRun, { runId: 'run1', waitSecs }, { apify })
    expect(result).toEqual(expected)
  })

  it('does not say that a run continues which it cannot see any more', async () => {
    const lost = {
      ...apiOf(running),
      waitForRun: async (run: Run, { onLost }: WaitOptions) => {
        onLost?.()
        return run
      },
    }
    const { result } = await callHandler(getRun, { runId: 'run1', waitSecs: 9 }, { apify: lost })
    expect(result.note).toBe(
      'The run was RUNNING when it was last seen, and could not be read after that. Call again to see how it goes on.',
    )
  })

  it('reports the status message as progress, or the status if there is none', async () => {
    const apify = apiOf(running, ended)
    const { progress } = await callHandler(getRun, { runId: 'run1', waitSecs: 9 }, { apify })
    expect(progress).toEqual(['Run run1 is RUNNING', 'Run run1 is SUCCEEDED: Crawled 3 pages'])
  })
})

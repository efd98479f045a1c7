import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/apify/types/run-types.ts'
import abortRun from '../../../tools/runs/abort_run.ts'
import { callHandler } from '../../support/call-handler.ts'

/** Calls the tool for a run with a status, which the API changes to `after`. */
async function abort(before: string, after: string, gracefully?: boolean) {
  const aborts: unknown[][] = []
  const run = (status: string): Run => ({ runId: 'run1', status })
  const apify = {
    getRun: async () => run(before),
    abortRun: async (...args: unknown[]) => {
      aborts.push(args)
      return run(after)
    },
  }
  const { result } = await callHandler(abortRun, { runId: 'run1', gracefully }, { apify })
  return { result, aborts }
}

describe('abort_run', () => {
  it.each([['SUCCEEDED'], ['FAILED'], ['TIMED-OUT'], ['ABORTED']])(
    'does nothing to a run that is %s',
    async (status) => {
      const { result, aborts } = await abort(status, 'ABORTED')
      expect(aborts).toEqual([])
      expect(result).toEqual({
        runId: 'run1',
        status,
        note: `The run had already ended as ${status}, so nothing was done.`,
      })
    },
  )

  it.each([['READY'], ['RUNNING'], ['TIMING-OUT']])('aborts a run that is %s', async (status) => {
    const { result, aborts } = await abort(status, 'ABORTED')
    expect(aborts).toEqual([['run1', undefined]])
    expect(result).toEqual({ runId: 'run1', status: 'ABORTED' })
  })

  it('says how to wait for a run that ends gracefully', async () => {
    const { result, aborts } = await abort('RUNNING', 'ABORTING', true)
    expect(aborts).toEqual([['run1', true]])
    expect(result).toMatchObject({ status: 'ABORTING', note: expect.stringContaining('`get_run`') })
  })
})

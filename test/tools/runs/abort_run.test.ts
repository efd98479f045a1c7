import { describe, expect, it } from 'vitest'
import type { Run } from '../../../src/apify/types/run-types.ts'
import abortRun from '../../../tools/runs/abort_run.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fail, times } from '../../support/fake-apify/apify.ts'
import { serve } from '../../support/seeded-server.ts'

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

describe('abort_run through the server', () => {
  const ABORT = 'POST /v2/actor-runs/run1/abort'

  it('aborts a run, gracefully if asked', async () => {
    const { call, fake } = await serve()
    fake.setRun({ id: 'run1', status: 'RUNNING', finishedAt: null })
    const { structured } = await call('abort_run', { runId: 'run1', gracefully: true })
    expect(structured).toMatchObject({ runId: 'run1', status: 'ABORTED' })
    expect(fake.sent(ABORT)[0]?.query).toEqual({ gracefully: 'true' })
  })

  it('does nothing to an ended run, and retries on 503', async () => {
    const { call, fake } = await serve()
    const { structured } = await call('abort_run', { runId: 'run1' })
    expect(structured).toMatchObject({
      status: 'SUCCEEDED',
      note: expect.stringContaining('nothing was done'),
    })
    expect(fake.sent(ABORT)).toEqual([])
    fake.setRun({ id: 'run1', status: 'RUNNING' })
    fake.on(ABORT, times(1, fail(503, 'unavailable', 'Later')))
    expect((await call('abort_run', { runId: 'run1' })).structured.status).toBe('ABORTED')
    expect(fake.sent(ABORT)).toHaveLength(2)
  })
})

import { describe, expect, it } from 'vitest'
import { fail, times } from '../support/fake-apify/apify.ts'
import { serve } from '../support/seeded-server.ts'

describe('abort_run', () => {
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

describe('create_storage', () => {
  it('returns the existing storage with its id, and says so', async () => {
    const { call } = await serve()
    const first = await call('create_storage', { type: 'dataset', name: 'shop' })
    const again = await call('create_storage', { type: 'dataset', name: 'shop' })
    expect(first.structured).toMatchObject({ existed: false, name: 'shop' })
    expect(again.structured).toMatchObject({ existed: true, datasetId: first.structured.datasetId })
  })
})

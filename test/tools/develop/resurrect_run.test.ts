import { describe, expect, it } from 'vitest'
import { RUN, serve } from '../../support/seeded-server.ts'

const RESURRECT = 'POST /v2/actor-runs/run1/resurrect'

describe('resurrect_run', () => {
  it.each<[flags: string[], given: object, own: number | undefined, sent: string | undefined]>([
    [[], {}, undefined, undefined],
    [[], { maxTotalChargeUsd: 3 }, 2, '3'],
    [['--max-run-cost-usd=5'], {}, 2, undefined],
    [['--max-run-cost-usd=1'], {}, 2, '1'],
    [['--max-run-cost-usd=1'], {}, undefined, '1'],
    [['--max-run-cost-usd=5'], { maxTotalChargeUsd: 4 }, 2, '4'],
  ])('with %j and %j, of a run with a limit of %s, sends %s', async (flags, given, own, sent) => {
    const { call, fake } = await serve({ args: ['--tools=all', ...flags] })
    fake.setRun({ ...RUN, options: { maxTotalChargeUsd: own } })
    const { structured } = await call('resurrect_run', { runId: 'run1', ...given })
    expect(structured).toMatchObject({ runId: 'run1', status: 'RUNNING' })
    expect(fake.sent(RESURRECT)[0]?.query.maxTotalChargeUsd).toBe(sent)
  })

  it('obeys the ceiling of the operator', async () => {
    const { call, fake } = await serve({ args: ['--tools=all', '--max-run-cost-usd=1'] })
    const { isError } = await call('resurrect_run', { runId: 'run1', maxTotalChargeUsd: 1.5 })
    expect(isError).toBe(true)
    expect(fake.sent(RESURRECT)).toEqual([])
  })

  it('leaves a run alone that goes on', async () => {
    const { call, fake } = await serve({ args: ['--tools=all'] })
    fake.setRun({ ...RUN, status: 'RUNNING' })
    const { structured } = await call('resurrect_run', { runId: 'run1' })
    expect(structured.note).toBe('The run is still RUNNING, so nothing was done.')
    expect(fake.sent(RESURRECT)).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { type CeilingOptions, RunCeilings } from '../../src/governance/ceilings.ts'
import type { ReserveRequest } from '../../src/shared/run-ledger.ts'

const NOON = Date.parse('2026-05-01T12:00:00Z')
const DAY = 86_400_000

/** Creates a count whose clock the test moves. */
function createCeilings(options: Partial<CeilingOptions> = {}) {
  const clock = { now: NOON }
  const ceilings = new RunCeilings({
    maxRuns: undefined,
    maxTotalCostUsd: undefined,
    isDaily: false,
    now: () => clock.now,
    ...options,
  })
  let count = 0
  const reserve = (given: Partial<ReserveRequest> = {}, tenant = '') =>
    ceilings.reserve(tenant, {
      id: `start/${++count}`,
      kind: 'run',
      path: '/v2/actors/a/runs',
      mayLower: false,
      baseUsd: 0,
      isFinal: true,
      ...given,
    })
  const end = (jobId: string, usd: number, finishedAt = 'later', tenant = '') =>
    ceilings.see(tenant, [{ jobId, usd, hasEnded: true, finishedAt }])
  return { ceilings, clock, reserve, end }
}

describe('the number of runs', () => {
  it('counts each start that was not given back', async () => {
    const { ceilings, reserve } = createCeilings({ maxRuns: 2 })
    await reserve({ id: 'a' })
    await reserve({ id: 'b' })
    expect(await reserve()).toMatchObject({ kind: 'refused', by: 'runs', left: { runsLeft: 0 } })
    await ceilings.settle('', 'a', undefined)
    expect(await ceilings.left('')).toEqual({ maxRuns: 2, runsLeft: 1 })
    await ceilings.settle('', 'b', 'run1')
    expect(await reserve()).toEqual({ kind: 'granted' })
    expect(await reserve()).toMatchObject({ kind: 'refused' })
  })

  it('does not count builds', async () => {
    const { reserve } = createCeilings({ maxRuns: 1 })
    for (const _ of [1, 2]) expect(await reserve({ kind: 'build' })).toEqual({ kind: 'granted' })
    expect(await reserve()).toEqual({ kind: 'granted' })
  })
})

describe('the cost of all runs', () => {
  it('has the ceiling of each run reserved until it ends, and then what it has cost', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 1 })
    expect(await reserve({ id: 'a', usd: 0.7 })).toEqual({ kind: 'granted', usd: 0.7 })
    await ceilings.settle('', 'a', 'run1')
    expect(await ceilings.left('')).toEqual({
      maxTotalCostUsd: 1,
      usdLeft: 0.3,
      usdReserved: 0.7,
    })
    expect(await reserve({ usd: 0.4 })).toMatchObject({ kind: 'refused', by: 'cost' })
    await end('run1', 0.1)
    expect(await ceilings.left('')).toEqual({ maxTotalCostUsd: 1, usdLeft: 0.9, usdReserved: 0 })
    expect(await reserve({ usd: 0.9 })).toMatchObject({ kind: 'granted' })
  })

  it('gives a run without a ceiling what is left, and nothing when that is nothing', async () => {
    const { reserve } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ usd: 0.75 })
    expect(await reserve()).toEqual({ kind: 'granted', usd: 0.25 })
    expect(await reserve()).toMatchObject({ kind: 'refused', by: 'cost', left: { usdLeft: 0 } })
  })

  it('lowers the ceiling of the operator to what is left, and never what a call asks for', async () => {
    const { reserve } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ usd: 0.6 })
    expect(await reserve({ usd: 0.5 })).toMatchObject({ kind: 'refused' })
    expect(await reserve({ usd: 0.5, mayLower: true })).toEqual({ kind: 'granted', usd: 0.4 })
  })

  it('adds up without the errors of binary fractions', async () => {
    const { ceilings, reserve } = createCeilings({ maxTotalCostUsd: 0.3 })
    for (const _ of [1, 2, 3])
      expect(await reserve({ usd: 0.1 })).toMatchObject({ kind: 'granted' })
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0 })
  })

  it('counts a run that goes beyond its ceiling with what it has cost so far', async () => {
    const { ceilings, reserve } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ id: 'a', usd: 0.2 })
    await ceilings.settle('', 'a', 'run1')
    const see = (usd: number) => ceilings.see('', [{ jobId: 'run1', usd, hasEnded: false }])
    await see(0.1)
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.8 })
    await see(5)
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0 })
    expect(await reserve()).toMatchObject({ kind: 'refused' })
  })

  it('takes a later sum of a run that has ended', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ id: 'a', usd: 0.5 })
    await ceilings.settle('', 'a', 'run1')
    await end('run1', 0.1)
    await end('run1', 0.2)
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.8, usdReserved: 0 })
  })

  it('keeps the reservation of a run whose cost is unknown', async () => {
    const { ceilings, reserve } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ id: 'a', usd: 0.5 })
    await ceilings.settle('', 'a', 'run1')
    await ceilings.see('', [{ jobId: 'run1', hasEnded: true }])
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.5, usdReserved: 0 })
  })

  it('keeps the reservation of a start without a response until its run is found', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 1 })
    await reserve({ id: 'start/lost', usd: 1 })
    await end('run1', 0.1)
    expect(await reserve({ usd: 0.1, isFinal: false })).toMatchObject({
      kind: 'look',
      open: [{ id: 'start/lost' }],
    })
    await ceilings.see('', [{ jobId: 'run1', startId: 'start/lost', usd: 0.1, hasEnded: true }])
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.9 })
  })

  it('counts of a run that goes on again what it costs more', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 1 })
    const again = { jobId: 'run1', usd: 2.5, baseUsd: 2, endedAt: 'before' }
    expect(await reserve(again)).toEqual({ kind: 'granted', usd: 2.5 })
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.5 })
    // As it was before it went on, so it tells nothing.
    await end('run1', 2, 'before')
    expect(await ceilings.left('')).toMatchObject({ usdReserved: 0.5 })
    await end('run1', 2.2, 'after')
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 0.8, usdReserved: 0 })
  })

  it('counts a build once it has ended, and refuses one when nothing is left', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 1 })
    expect(await reserve({ id: 'a', kind: 'build' })).toEqual({ kind: 'granted' })
    await ceilings.settle('', 'a', 'build1')
    await end('build1', 1)
    expect(await reserve({ kind: 'build' })).toMatchObject({ kind: 'refused', by: 'cost' })
  })

  it('has those looked up first that were not looked at for the longest time', async () => {
    const { reserve } = createCeilings({ maxTotalCostUsd: 100 })
    for (let i = 0; i < 25; i++) await reserve({ id: `s${i}`, usd: 1 })
    const idsOf = async () => {
      const answer = await reserve({ isFinal: false })
      return answer.kind === 'look' ? answer.open.map(({ id }) => id) : []
    }
    expect(await idsOf()).toEqual(Array.from({ length: 20 }, (_, i) => `s${i}`))
    expect((await idsOf()).slice(0, 6)).toEqual(['s20', 's21', 's22', 's23', 's24', 's0'])
  })
})

describe('a day', () => {
  it('begins with nothing counted, for each tenant', async () => {
    const { ceilings, clock, reserve, end } = createCeilings({
      maxRuns: 1,
      maxTotalCostUsd: 1,
      isDaily: true,
    })
    await reserve({ id: 'a', usd: 1 }, 'alice')
    await ceilings.settle('alice', 'a', 'run1')
    expect(await reserve({}, 'alice')).toMatchObject({ kind: 'refused' })
    expect(await reserve({}, 'bob')).toMatchObject({ kind: 'granted' })
    clock.now = Date.parse('2026-05-01T23:59:59.999Z')
    expect(await reserve({}, 'alice')).toMatchObject({
      kind: 'refused',
      left: { renewsAt: '2026-05-02T00:00:00.000Z' },
    })
    clock.now += 1
    // A run of yesterday counted yesterday.
    await end('run1', 1, 'later', 'alice')
    expect(await ceilings.left('alice')).toEqual({
      maxRuns: 1,
      runsLeft: 1,
      maxTotalCostUsd: 1,
      usdLeft: 1,
      usdReserved: 0,
      renewsAt: '2026-05-03T00:00:00.000Z',
    })
    expect(await reserve({ usd: 1 }, 'alice')).toMatchObject({ kind: 'granted' })
  })

  it('does not begin again when the clock is set back', async () => {
    const { clock, reserve } = createCeilings({ maxRuns: 1, isDaily: true })
    await reserve()
    clock.now -= DAY
    expect(await reserve()).toMatchObject({ kind: 'refused' })
    clock.now += DAY
    expect(await reserve()).toMatchObject({ kind: 'refused' })
  })

  it('never ends for a server of one client', async () => {
    const { ceilings, clock, reserve } = createCeilings({ maxRuns: 1 })
    await reserve()
    clock.now += 30 * DAY
    expect(await reserve()).toMatchObject({ kind: 'refused' })
    expect(await ceilings.left('')).toEqual({ maxRuns: 1, runsLeft: 0 })
  })
})

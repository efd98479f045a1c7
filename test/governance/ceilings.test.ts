import { describe, expect, it } from 'vitest'
import { createCeilings } from '../support/ceilings.ts'

const DAY = 86_400_000

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

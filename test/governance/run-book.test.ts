import { describe, expect, it } from 'vitest'
import { createCeilings } from '../support/ceilings.ts'

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

  it('has runs that ended a moment ago looked up before each start, until their cost is final', async () => {
    const { ceilings, clock, reserve, end } = createCeilings({ maxTotalCostUsd: 10 })
    await reserve({ id: 'a', usd: 10 })
    await ceilings.settle('', 'a', 'run1')
    await end('run1', 0)
    const first = () => reserve({ usd: 9, isFirst: true, isFinal: false })
    const looked = { kind: 'look', open: [{ id: 'a', jobId: 'run1' }] }
    expect(await first()).toMatchObject(looked)
    await end('run1', 2)
    expect(await reserve({ usd: 9 })).toMatchObject({ kind: 'refused', left: { usdLeft: 8 } })
    clock.now += 15_000
    expect(await first()).toMatchObject(looked)
    await end('run1', 1)
    expect(await first()).toEqual({ kind: 'granted', usd: 9 })
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

  it('counts a run that goes on by one call, when another that wanted it too was refused', async () => {
    const { ceilings, reserve, end } = createCeilings({ maxTotalCostUsd: 10 })
    const again = { jobId: 'run1', usd: 3, baseUsd: 1, endedAt: 'before' }
    await reserve({ ...again, id: 'a' })
    await ceilings.settle('', 'a', 'run1')
    await reserve({ ...again, id: 'b' })
    await ceilings.settle('', 'b', undefined)
    await end('run1', 2.5, 'after')
    expect(await ceilings.left('')).toMatchObject({ usdLeft: 8.5, usdReserved: 0 })
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

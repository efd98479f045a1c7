import { describe, expect, it } from 'vitest'
import { toListedRun, toRun } from '../../../src/apify/endpoints/to-run.ts'
import { apiRun, apiRunList } from '../../../src/apify/types/run-types.ts'

const START = '2026-01-02T03:04:05.000Z'
const run = (fields: object) => toRun(apiRun.parse({ id: 'run1', status: 'RUNNING', ...fields }))

describe('a run', () => {
  it.each([
    ['SUCCEEDED', 'SUCCEEDED'],
    ['succeeded', 'SUCCEEDED'],
    [' Timed_Out ', 'TIMED-OUT'],
    ['PAUSED', 'PAUSED'],
    ['paused', 'paused'],
    ['', 'UNKNOWN'],
    [null, 'UNKNOWN'],
    [undefined, 'UNKNOWN'],
    [5, 'UNKNOWN'],
    [['SUCCEEDED'], 'UNKNOWN'],
  ])('with the status %j is %s', (status, shown) => {
    expect(run({ status }).status).toBe(shown)
  })

  it.each([
    [{ finishedAt: '2026-01-02T03:04:06.500Z' }, 1.5],
    [{ finishedAt: Date.parse(START) + 2000 }, 2],
    [{ finishedAt: 'later', stats: { runTimeSecs: '3' } }, 3],
    [{ finishedAt: '2020-01-01T00:00:00Z' }, undefined],
    [{ startedAt: 'yesterday', finishedAt: START }, undefined],
    [{ stats: [] }, undefined],
    [{ stats: { runTimeSecs: 'x' } }, undefined],
  ])('with %j took %j seconds', (fields, seconds) => {
    const ended = { status: 'SUCCEEDED', startedAt: START, ...fields }
    expect(run(ended).durationSecs).toBe(seconds)
  })

  it.each(['READY', 'RUNNING', 'TIMING-OUT', 'ABORTING'])(
    'that is %s is as old as its start',
    (status) => {
      const before = Date.now()
      const { durationSecs = 0 } = run({
        status,
        startedAt: new Date(before - 90_000).toISOString(),
      })
      expect(durationSecs).toBeGreaterThanOrEqual(90)
      expect(durationSecs).toBeLessThanOrEqual(91 + (Date.now() - before) / 1000)
      expect(Number.isInteger(durationSecs)).toBe(true)
    },
  )

  it.each([
    [{ status: 'RUNNING' }, undefined],
    [{ status: 'RUNNING', startedAt: '2099-01-01T00:00:00Z', stats: { runTimeSecs: 4 } }, 4],
    [{ status: 'UNHEARD-OF', startedAt: START }, undefined],
    [{ status: 'FAILED', startedAt: START }, undefined],
  ])('has no age that is not known: %j', (fields, seconds) => {
    expect(run(fields).durationSecs).toBe(seconds)
  })

  it('shows nothing of fields in another form', () => {
    const odd = {
      exitCode: '0',
      stats: [],
      usageTotalUsd: 'x',
      options: 5,
      startedAt: {},
      actId: [],
    }
    expect(run(odd)).toEqual({ runId: 'run1', status: 'RUNNING', exitCode: 0 })
  })

  it('of a list may lack its id', () => {
    const { items } = apiRunList.parse({ items: [null, { status: 'READY' }] })
    expect(items.map((one) => toListedRun(one))).toEqual([{}, { status: 'READY' }])
  })
})

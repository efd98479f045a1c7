import { describe, expect, it } from 'vitest'
import type { Run, RunsQuery } from '../../../src/apify/types/run-types.ts'
import listRuns from '../../../tools/runs/list_runs.ts'
import { callHandler } from '../../support/call-handler.ts'

const runs = (count: number): Run[] =>
  Array.from({ length: count }, (_, i) => ({
    runId: `run${i}`,
    status: 'SUCCEEDED',
    consoleUrl: `https://console.example/run${i}`,
  }))

async function list(args: object, found: Run[], total?: number, maxResultTokens = 8000) {
  const queries: RunsQuery[] = []
  const apify = {
    listRuns: async (query: RunsQuery) => {
      queries.push(query)
      return { runs: found, total }
    },
  }
  const { result } = await callHandler(listRuns, args, { apify, settings: { maxResultTokens } })
  return { result, queries }
}

describe('list_runs', () => {
  it('asks for the newest 20 runs unless told otherwise', async () => {
    expect((await list({}, [])).queries).toEqual([{ limit: 20, offset: 0, desc: true }])
    const query = { actorId: 'alice/crawler', status: 'FAILED', limit: 5, offset: 2, desc: false }
    expect((await list(query, [])).queries).toEqual([query])
  })

  it.each([
    ['the next page of a total', { limit: 3 }, 3, 10, { offset: 3 }],
    ['no page after the last', { limit: 3, offset: 7 }, 3, 10, undefined],
    ['the page after a full one if there is no total', { limit: 3 }, 3, undefined, { offset: 3 }],
    ['no page after one that is not full', { limit: 3 }, 2, undefined, undefined],
  ])('gives %s', async (_, args, count, total, next) => {
    const { result } = await list(args, runs(count), total)
    expect(result).toMatchObject({ runs: runs(count).map(({ runId }) => ({ runId })) })
    expect(result.next).toEqual(next)
  })

  it('shows as many runs as fit, without their links', async () => {
    const { result } = await list({ limit: 1000 }, runs(1000), 1000, 500)
    expect(result.runs.length).toBeGreaterThan(5)
    expect(result.next).toEqual({ offset: result.runs.length })
    expect(JSON.stringify(result)).not.toContain('console')
  })

  it.each([
    [0, 'The list is empty: there is no run.'],
    [5, undefined],
  ])('says of a list without runs at offset %i: %s', async (offset, note) => {
    expect((await list({ offset }, [])).result).toEqual({ runs: [], note })
  })

  it.each([
    [{}, 'there is no run.'],
    [{ status: 'FAILED' }, 'there is no FAILED run.'],
    [{ actorId: 'alice/crawler' }, 'there is no run of this Actor.'],
    [{ actorId: 'mine', status: 'READY' }, 'there is no READY run of this Actor.'],
  ])('says of the list of %j that it is empty', async (args, words) => {
    expect((await list(args, [])).result.note).toBe(`The list is empty: ${words}`)
  })

  it('sums up what the runs of the page cost', async () => {
    const costs = [0.1, 0.2, undefined, 0.000_001]
    const found = runs(4).map((run, i) =>
      costs[i] === undefined ? run : { ...run, usageUsd: costs[i] },
    )
    expect((await list({}, found)).result.listedUsageUsd).toBe(0.300_001)
    expect((await list({}, runs(2))).result.listedUsageUsd).toBeUndefined()
  })

  it('sums up only the runs that fit', async () => {
    const found = runs(500).map((run) => ({ ...run, usageUsd: 0.5 }))
    const { result } = await list({ limit: 500 }, found, 500, 500)
    expect(result.runs.length).toBeLessThan(100)
    expect(result.listedUsageUsd).toBe(result.runs.length / 2)
  })

  it('names the Actors of a mixed list with one request', async () => {
    let requests = 0
    const found = ['a1', 'a2', 'a1', 'gone'].map((actorId, i) => ({ ...runs(4)[i], actorId }))
    const apify = {
      listRuns: async () => ({ runs: found, total: 4 }),
      actorNames: async () => {
        requests++
        return new Map([
          ['a1', 'alice/crawler'],
          ['a2', 'bob/mailer'],
        ])
      },
    }
    const { result } = await callHandler(listRuns, {}, { apify })
    const names = result.runs.map((run) => Object(run).actorName)
    expect(names).toEqual(['alice/crawler', 'bob/mailer', 'alice/crawler', undefined])
    expect(requests).toBe(1)
  })
})

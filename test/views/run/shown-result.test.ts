import { describe, expect, it } from 'vitest'
import { isShown, readAgain, readShown } from '../../../src/views/run/shown-result.ts'

const run = { runId: 'r1', status: 'SUCCEEDED', note: 'A note.' }

describe('a result', () => {
  it.each([run, { run }, { lines: [], total: 0 }])('is shown: %j', (result) => {
    expect(isShown(result)).toBe(true)
  })

  it.each([{}, { items: [] }, { run: {} }, 'text', null])('is not shown: %j', (result) => {
    expect(isShown(result)).toBe(false)
  })

  it('of run_actor or get_run is the run', () => {
    expect(readShown(run, {})).toMatchObject({
      runId: 'r1',
      run: { status: 'SUCCEEDED' },
      rows: undefined,
      log: undefined,
      note: 'A note.',
    })
  })

  it('of run_actor_sync is the run with its output, its failure and its rows', () => {
    const result = { run, output: { a: 1 }, items: [{ b: 2 }], total: 9, log: ['Error: bad'] }
    expect(readShown(result, {})).toMatchObject({
      runId: 'r1',
      run: { output: { a: 1 }, itemCount: 9, failureLines: ['Error: bad'] },
      rows: { columns: ['b'], rows: [[2]], total: 9 },
    })
  })

  it('of run_actor_sync may have its rows as a table', () => {
    const result = { run, columns: ['a', 'b'], rows: [[1, 2]], total: 1 }
    expect(readShown(result, {}).rows).toMatchObject({ columns: ['a', 'b'], rows: [[1, 2]] })
  })

  it('of get_log is the log of the run that was asked for', () => {
    const result = { lines: ['a'], from: 1, total: 1 }
    expect(readShown(result, { runId: 'r2' })).toMatchObject({
      runId: 'r2',
      run: undefined,
      log: { lines: ['a'] },
      isEnd: true,
    })
    expect(readShown(result, { runId: 'r2', before: 5 }).isEnd).toBe(false)
    expect(readShown(result, { runId: 'r2', search: 'x' })).toMatchObject({
      isEnd: false,
      search: 'x',
    })
  })
})

describe('a result that arrived as a text alone', () => {
  it.each([
    [{ actorId: 'a/b' }, '{"runId":"r1","status":"REA…', 'get_run', { runId: 'r1' }],
    [{ actorId: 'a/b' }, '{"run":{"runId": "r1","sta…', 'get_run', { runId: 'r1' }],
    [{ runId: 'r2' }, 'shortened', 'get_run', { runId: 'r2' }],
    [{ runId: 'r2' }, '{"lines":["a', 'get_log', { runId: 'r2' }],
    [{ runId: 'r2', lines: 5 }, '…', 'get_log', { runId: 'r2', lines: 5 }],
  ])('is read again: %j %j', (args, text, tool, expected) => {
    expect(readAgain(args, text)).toEqual({ tool, args: expected })
  })

  it('never starts a run', () => {
    expect(readAgain({ actorId: 'a/b', input: {} }, 'shortened')).toBeUndefined()
  })
})

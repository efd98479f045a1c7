import { describe, expect, it } from 'vitest'
import getLog from '../../../tools/runs/get_log.ts'
import { callHandler } from '../../support/call-handler.ts'
import { bodyOf, logOf } from '../support/run-log/bodies.ts'

/** Calls the tool for a log; without a status the id is that of a build. */
async function read(args: object, lines: string[], status?: string, maxResultTokens = 8000) {
  const runsRead: string[] = []
  const apify = {
    readLog: <T>(_: string, use: (body: AsyncIterable<Buffer>) => Promise<T>) =>
      use(bodyOf(logOf(lines))),
    getRun: async (runId: string) => {
      runsRead.push(runId)
      if (status === undefined) throw new Error('There is no such run.')
      return { runId, status }
    },
  }
  const settings = { maxResultTokens }
  const { result } = await callHandler(getLog, { runId: 'run1', ...args }, { apify, settings })
  return { result, runsRead }
}

describe('get_log', () => {
  const lines = ['one', 'two ERROR', 'three', 'four', 'five']

  it.each<[string, object, object]>([
    ['the whole log', {}, { lines, from: 1, total: 5 }],
    ['the last lines', { lines: 2 }, { lines: ['four', 'five'], from: 4, next: { before: 4 } }],
    [
      'the lines before',
      { lines: 2, before: 4 },
      { lines: ['two ERROR', 'three'], from: 2, next: { before: 2 } },
    ],
    [
      'matching lines with their context',
      { search: 'error' },
      { lines: ['1- one', '2: two ERROR', '3- three', '4- four'], from: 1 },
    ],
  ])('returns %s', async (_, args, expected) => {
    const { result } = await read(args, lines, 'SUCCEEDED')
    expect(result).toEqual({ total: 5, ...expected })
  })

  it.each<[string, object, string[], string | undefined, string | undefined]>([
    ['an empty log', {}, [], 'SUCCEEDED', 'The log is empty.'],
    ['an empty log that is searched', { search: 'x' }, [], 'SUCCEEDED', 'The log is empty.'],
    ['a search without a match', { search: 'x' }, ['a'], 'SUCCEEDED', 'No line matches `search`.'],
    [
      'a run that is still running',
      {},
      ['a'],
      'RUNNING',
      'The run is still RUNNING; more lines may follow.',
    ],
    ['a build', {}, ['a'], undefined, undefined],
  ])('has a note on %s', async (_, args, log, status, note) => {
    expect((await read(args, log, status)).result.note).toBe(note)
  })

  it('says that long lines are truncated', async () => {
    const { result } = await read({}, ['word '.repeat(5000)], 'SUCCEEDED', 500)
    expect(result.note).toBe('Very long lines are truncated.')
  })

  it('reads the run for the newest page only', async () => {
    expect((await read({}, lines, 'SUCCEEDED')).runsRead).toEqual(['run1'])
    expect((await read({ before: 4 }, lines, 'SUCCEEDED')).runsRead).toEqual([])
  })
})

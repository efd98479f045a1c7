import { describe, expect, it } from 'vitest'
import { hasEnded, STATUSES } from '../../../src/apify/types/run-types.ts'
import { createRedactor } from '../../../src/exit/redact.ts'
import { stateOf } from '../../../src/mcp/tasks/task-state.ts'

const SECRET = 'a-secret-of-the-server'
const LIMITS: Parameters<typeof stateOf>[2] = {
  settings: { mode: 'cloud', readOnly: false, maxResultTokens: 8000 },
  redactor: createRedactor(() => [SECRET]),
}
const RUN = { runId: 'run1', status: 'RUNNING', startedAt: '2026-01-02T03:04:05.000Z' }

describe('the state of a task', () => {
  it('has a status for each status of a run', () => {
    const states = [...STATUSES, 'UNKNOWN'].map((status) => [
      status,
      stateOf('id', { ...RUN, status }, LIMITS).status,
      hasEnded({ status }),
    ])
    expect(states).toEqual([
      ['READY', 'working', false],
      ['RUNNING', 'working', false],
      ['SUCCEEDED', 'completed', true],
      ['FAILED', 'failed', true],
      ['TIMING-OUT', 'working', false],
      ['TIMED-OUT', 'failed', true],
      ['ABORTING', 'cancelled', false],
      ['ABORTED', 'cancelled', true],
      ['UNKNOWN', 'working', false],
    ])
  })

  it('is made of the times of the run', () => {
    const finishedAt = '2026-01-02T03:05:05.000Z'
    expect(
      stateOf('id', { ...RUN, status: 'SUCCEEDED', finishedAt, durationSecs: 60 }, LIMITS),
    ).toEqual({
      taskId: 'id',
      status: 'completed',
      statusMessage: 'Run run1 is SUCCEEDED',
      createdAt: RUN.startedAt,
      lastUpdatedAt: finishedAt,
      pollMs: 6000,
    })
    expect(stateOf('id', RUN, LIMITS).lastUpdatedAt).toBe(RUN.startedAt)
    const { createdAt } = stateOf('id', { runId: 'run1', status: 'READY' }, LIMITS)
    expect(Date.now() - Date.parse(createdAt)).toBeLessThan(60_000)
  })

  it('has one line without secrets, however long the message of the run is', () => {
    const run = { ...RUN, statusMessage: `${SECRET} ${'Crawled a page. '.repeat(5000)}` }
    const { statusMessage } = stateOf('id', run, LIMITS)
    expect(statusMessage).toMatch(/^Run run1 is RUNNING: \[redacted\] Crawled .*…$/)
    expect(statusMessage.length).toBeLessThan(500)
  })

  it.each([
    [undefined, 1000],
    [0, 1000],
    [25, 2500],
    [3600, 30_000],
  ])('of a run that goes on for %s s is worth a look after %s ms', (durationSecs, pollMs) => {
    expect(stateOf('id', { ...RUN, durationSecs }, LIMITS).pollMs).toBe(pollMs)
  })
})

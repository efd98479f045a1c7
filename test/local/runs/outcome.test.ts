import { expect, test } from 'vitest'
import { failedToRun, outcomeOf, type Stop } from '../../../src/local/runs/outcome.ts'
import { isFinal, type RunStatus } from '../../../src/local/runs/run.ts'
import { RUN } from '../../support/local-platform/run-objects.ts'

test.each<[exitCode: number | null, stop: Stop | undefined, status: RunStatus, message: string]>([
  [0, undefined, 'SUCCEEDED', 'exited with code 0'],
  [3, undefined, 'FAILED', 'exited with code 3'],
  [143, 'abort', 'ABORTED', 'was aborted'],
  [0, 'abort', 'ABORTED', 'was aborted'],
  [137, 'timeout', 'TIMED-OUT', 'exceeded its timeout'],
  [null, 'close', 'ABORTED', 'shut down during the run'],
])('exit code %s with the stop %s is %s', (exitCode, stop, status, message) => {
  const outcome = outcomeOf(exitCode, stop)
  expect(outcome).toEqual({ status, exitCode, message: expect.stringContaining(message) })
  expect(isFinal({ ...RUN, status })).toBe(true)
})

test('a run that could not be started has failed with the reason', () => {
  const outcome = { status: 'FAILED', exitCode: null, message: 'why' }
  expect([failedToRun(new Error('why')), failedToRun('why')]).toEqual([outcome, outcome])
})

import { describe, expect, it } from 'vitest'
import { judgeAll } from './judge.ts'
import type { Target } from './servers.ts'
import type { Round } from './suite.ts'

function judge(
  name: string,
  statuses: Record<string, string>,
  target: Target = 'fixtures',
  revision: Round['revision'] = '2025-11-25',
) {
  const checks = Object.entries(statuses).map(([id, status]) => ({ id, status }))
  const round: Round = { release: 'next', revision, which: [] }
  return judgeAll([{ name, checks, unscored: undefined }], target, round)[0]
}

describe('a scenario', () => {
  it('that fails is expected only if the list says so', () => {
    expect(judge('ping', { a: 'SUCCESS', b: 'FAILURE' })).toMatchObject({
      verdict: 'is not as expected',
      checks: '1/2',
      notes: [expect.stringContaining('b fails')],
    })
    expect(judge('logging-set-level', { a: 'FAILURE' })).toMatchObject({
      verdict: 'fails as expected',
      notes: [expect.stringContaining('stderr')],
    })
  })

  it('that passes although the list expects a failure is unexpected', () => {
    expect(judge('logging-set-level', { a: 'SUCCESS' })?.verdict).toBe('is not as expected')
    expect(judge('ping', { a: 'SUCCESS', b: 'WARNING' })?.verdict).toBe('passes')
  })

  it('may fail only in the listed checks', () => {
    const checks = { 'sep-2575-server-rejects-undeclared-capability': 'FAILURE' }
    const rest = { 'sep-2575-missing-capability-http-400': 'FAILURE' }
    const verdict = (statuses: Record<string, string>) =>
      judge('server-stateless', statuses, 'built', '2026-07-28')?.verdict
    expect(verdict({ ...checks, ...rest })).toBe('fails as expected')
    expect(verdict({ ...checks, ...rest, another: 'FAILURE' })).toBe('is not as expected')
    expect(verdict(checks)).toBe('is not as expected')
  })

  it('that made no check, or needs a feature the server lacks, counts as neither', () => {
    expect(judge('server-sse-polling', { a: 'SKIPPED' })?.verdict).toBe('is skipped')
    expect(judge('tools-call-image', { a: 'SUCCESS' }, 'built')?.verdict).toBe('needs a fixture')
  })
})

import { describe, expect, it } from 'vitest'
import type { Target } from './servers.ts'
import type { Round } from './suite.ts'
import { evaluateScenarios } from './verdict.ts'

function evaluate(
  name: string,
  statuses: Record<string, string>,
  target: Target = 'fixtures',
  revision: Round['revision'] = '2025-11-25',
) {
  const checks = Object.entries(statuses).map(([id, status]) => ({ id, status }))
  const round: Round = { release: 'next', revision, which: [] }
  return evaluateScenarios([{ name, checks, unscored: undefined }], target, round)[0]
}

describe('a scenario', () => {
  it('may fail only if the failure is expected', () => {
    expect(evaluate('ping', { a: 'SUCCESS', b: 'FAILURE' })).toMatchObject({
      verdict: 'is not as expected',
      checks: '1/2',
      notes: [expect.stringContaining('b fails')],
    })
    expect(evaluate('logging-set-level', { a: 'FAILURE' })).toMatchObject({
      verdict: 'fails as expected',
      notes: [expect.stringContaining('Over HTTP no level can be kept')],
    })
  })

  it('must not pass if a failure is expected', () => {
    expect(evaluate('logging-set-level', { a: 'SUCCESS' })?.verdict).toBe('is not as expected')
    expect(evaluate('ping', { a: 'SUCCESS', b: 'WARNING' })?.verdict).toBe('passes')
  })

  it('may fail only in the expected checks', () => {
    const checks = { 'sep-2575-server-rejects-undeclared-capability': 'FAILURE' }
    const rest = { 'sep-2575-missing-capability-http-400': 'FAILURE' }
    const verdict = (statuses: Record<string, string>) =>
      evaluate('server-stateless', statuses, 'built', '2026-07-28')?.verdict
    expect(verdict({ ...checks, ...rest })).toBe('fails as expected')
    expect(verdict({ ...checks, ...rest, another: 'FAILURE' })).toBe('is not as expected')
    expect(verdict(checks)).toBe('is not as expected')
  })

  it('neither passes nor fails if it ran no checks or needs a fixture', () => {
    expect(evaluate('server-sse-polling', { a: 'SKIPPED' })?.verdict).toBe('is skipped')
    expect(evaluate('tools-call-image', { a: 'SUCCESS' }, 'built')?.verdict).toBe('needs a fixture')
  })
})

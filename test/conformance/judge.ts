import { expectedFailures, needsFixture } from './expected.ts'
import type { Target } from './servers.ts'
import type { Round, Scenario } from './suite.ts'

export interface Judged {
  name: string
  verdict: 'passes' | 'fails as expected' | 'is not as expected' | 'is skipped' | 'needs a fixture'
  unscored: string | undefined
  /** How many of the checks that were made passed. */
  checks: string
  /** Why it fails and may, or what went wrong. */
  notes: string[]
}

/** Compares what the scenarios of one round came to with what is expected of a target. */
export function judgeAll(scenarios: Scenario[], target: Target, { revision }: Round): Judged[] {
  const expected = expectedFailures(target, revision)
  return scenarios.map((scenario) => judge(scenario, target, expected))
}

function judge(scenario: Scenario, target: Target, expected: Map<string, string>): Judged {
  const { name, checks, unscored } = scenario
  const known = { name, unscored, checks: countChecks(checks) }
  if (target === 'built' && needsFixture(name))
    return { ...known, verdict: 'needs a fixture', notes: [] }
  const failed = checks.filter(({ status }) => status === 'FAILURE')
  const reason = expected.get(name)
  const surprises = failed
    .filter(({ id }) => reason === undefined && !expected.has(`${name}:${id}`))
    .map(({ id, errorMessage }) => `${id} fails: ${errorMessage}`)
  const stale = staleEntries(scenario, expected).map((entry) => `${entry} passes: strike it out.`)
  const wrong = [...surprises, ...stale]
  if (wrong.length > 0) return { ...known, verdict: 'is not as expected', notes: wrong }
  if (failed.length > 0) {
    const reasons = failed.map(({ id }) => reason ?? expected.get(`${name}:${id}`) ?? '')
    return { ...known, verdict: 'fails as expected', notes: [...new Set(reasons)] }
  }
  const isTried = checks.some(({ status }) => status === 'SUCCESS' || status === 'WARNING')
  return { ...known, verdict: isTried ? 'passes' : 'is skipped', notes: warningsOf(scenario) }
}

function countChecks(checks: Scenario['checks']): string {
  const made = checks.filter(({ status }) => /^(?:SUCCESS|WARNING|FAILURE)$/.test(status))
  return `${made.filter(({ status }) => status !== 'FAILURE').length}/${made.length}`
}

/** Failures that are expected of a scenario that ran, and did not come. */
function staleEntries({ name, checks }: Scenario, expected: Map<string, string>): string[] {
  const failedIds = checks.filter(({ status }) => status === 'FAILURE').map(({ id }) => id)
  return [...expected.keys()].filter((entry) => {
    if (entry === name) return failedIds.length === 0
    return entry.startsWith(`${name}:`) && !failedIds.includes(entry.slice(name.length + 1))
  })
}

function warningsOf({ checks }: Scenario): string[] {
  return checks
    .filter(({ status }) => status === 'WARNING')
    .map(({ id, errorMessage }) => `warning, ${id}: ${errorMessage ?? 'without a word'}`)
}

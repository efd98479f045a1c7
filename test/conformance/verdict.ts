import { expectedFailures, needsFixture } from './expected.ts'
import type { Target } from './servers.ts'
import type { Round, Scenario } from './suite.ts'

export interface ScenarioVerdict {
  name: string
  verdict: 'passes' | 'fails as expected' | 'is not as expected' | 'is skipped' | 'needs a fixture'
  unscored: string | undefined
  /** How many checks passed, of those that ran: `1/2`. */
  checks: string
  /** Why the failure is expected, or what went wrong. */
  notes: string[]
}

/** Compares the results of the scenarios of one round with what is expected of a server. */
export function evaluateScenarios(
  scenarios: Scenario[],
  target: Target,
  { revision }: Round,
): ScenarioVerdict[] {
  const expected = expectedFailures(target, revision)
  return scenarios.map((scenario) => evaluate(scenario, target, expected))
}

function evaluate(
  scenario: Scenario,
  target: Target,
  expected: Map<string, string>,
): ScenarioVerdict {
  const { name, checks, unscored } = scenario
  const common = { name, unscored, checks: countChecks(checks) }
  if (target === 'built' && needsFixture(name))
    return { ...common, verdict: 'needs a fixture', notes: [] }
  const failed = checks.filter(({ status }) => status === 'FAILURE')
  const reason = expected.get(name)
  const surprises = failed
    .filter(({ id }) => reason === undefined && !expected.has(`${name}:${id}`))
    .map(({ id, errorMessage }) => `${id} fails: ${errorMessage}`)
  const stale = staleEntries(scenario, expected).map(
    (entry) => `${entry} passes: remove it from expected.ts.`,
  )
  const wrong = [...surprises, ...stale]
  if (wrong.length > 0) return { ...common, verdict: 'is not as expected', notes: wrong }
  if (failed.length > 0) {
    const reasons = failed.map(({ id }) => reason ?? expected.get(`${name}:${id}`) ?? '')
    return { ...common, verdict: 'fails as expected', notes: [...new Set(reasons)] }
  }
  const wasRun = checks.some(({ status }) => status === 'SUCCESS' || status === 'WARNING')
  return { ...common, verdict: wasRun ? 'passes' : 'is skipped', notes: warningsOf(scenario) }
}

function countChecks(checks: Scenario['checks']): string {
  const run = checks.filter(({ status }) => /^(?:SUCCESS|WARNING|FAILURE)$/.test(status))
  return `${run.filter(({ status }) => status !== 'FAILURE').length}/${run.length}`
}

/** Returns the expected failures of a scenario that did not occur. */
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
    .map(({ id, errorMessage }) => `warning, ${id}: ${errorMessage ?? 'no message'}`)
}

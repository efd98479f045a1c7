import type { Target } from './servers.ts'
import type { Round } from './suite.ts'

/** Scenarios that need the tools, prompts or resources of the suite. The built server has none. */
const FIXTURE_SCENARIOS =
  /^(?:tools-call-|prompts-get-|resources-(?:read|templates|(?:un)?subscribe)|elicitation-|json-schema-2020-12$|server-sse-polling$|input-required-result-(?!unsupported-methods)|tasks-|http-custom-header-)/

/** Tells whether a scenario can only run with the suite's fixtures. */
export function needsFixture(scenario: string): boolean {
  return FIXTURE_SCENARIOS.test(scenario)
}

interface ExpectedFailure {
  revision: Round['revision']
  /** The server with which it fails. Undefined if it fails with both. */
  target?: Target
  /** Names of scenarios, or of single checks as `scenario:check`. */
  names: string[]
  reason: string
}

const EXPECTED_FAILURES: readonly ExpectedFailure[] = [
  {
    revision: '2025-11-25',
    names: ['logging-set-level', 'tools-call-with-logging'],
    reason:
      'Over HTTP no level can be kept between requests, which may reach different replicas; stdio has the capability.',
  },
  {
    revision: '2025-11-25',
    names: [
      'tools-call-sampling',
      'tools-call-elicitation',
      'elicitation-sep1034-defaults',
      'elicitation-sep1330-enums',
    ],
    reason:
      'HTTP is stateless here: the answer of a client is a new POST, which may reach another replica.',
  },
  {
    revision: '2025-11-25',
    names: ['resources-subscribe', 'resources-unsubscribe'],
    reason: 'An optional capability that this server lacks: Apify does not announce data changes.',
  },
  {
    revision: '2026-07-28',
    target: 'built',
    names: [
      'server-stateless:sep-2575-server-rejects-undeclared-capability',
      'server-stateless:sep-2575-missing-capability-http-400',
    ],
    reason: 'These two checks of the scenario need a tool of the suite.',
  },
  {
    revision: '2026-07-28',
    names: ['http-custom-header-server-validation'],
    reason: 'No tool has arguments that clients repeat in headers.',
  },
  {
    revision: '2026-07-28',
    names: ['tasks-lifecycle:sep-2663-tasks-get-status-failed'],
    reason:
      'A task is a run, which ends with a result of its tool, never with an error of JSON-RPC.',
  },
  {
    revision: '2026-07-28',
    names: ['tasks-mrtr-input'],
    reason: 'A task is a run, and no run asks for anything while it goes on.',
  },
  {
    revision: '2026-07-28',
    names: ['tasks-mrtr-composition'],
    reason:
      'What a person is asked before a task starts is a yes or no, and not a part of the input.',
  },
]

/**
 * Returns the expected failures of a server at a revision.
 * @returns reasons by scenario or `scenario:check`
 */
export function expectedFailures(target: Target, revision: Round['revision']): Map<string, string> {
  const entries = EXPECTED_FAILURES.filter(
    (each) => each.revision === revision && (each.target ?? target) === target,
  )
  return new Map(entries.flatMap(({ names, reason }) => names.map((name) => [name, reason])))
}

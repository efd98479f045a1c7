import type { Target } from './servers.ts'
import type { Round } from './suite.ts'

/** Scenarios that ask for tools, prompts or resources of the suite's own; the built server has none. */
const FIXTURE_SCENARIOS =
  /^(?:tools-call-|prompts-get-|resources-(?:read|templates|(?:un)?subscribe)|elicitation-|json-schema-2020-12$|server-sse-polling$|input-required-result-(?!unsupported-methods)|tasks-|http-custom-header-)/

export function needsFixture(scenario: string): boolean {
  return FIXTURE_SCENARIOS.test(scenario)
}

interface ExpectedFailure {
  revision: Round['revision']
  /** Where it fails; with both where there is none. */
  target?: Target
  /** Scenarios, or single checks as `scenario:check`. */
  names: string[]
  reason: string
}

const EXPECTED_FAILURES: readonly ExpectedFailure[] = [
  {
    revision: '2025-11-25',
    names: ['logging-set-level', 'tools-call-with-logging'],
    reason: 'An optional capability that is not offered: the log is for the operator, on stderr.',
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
      'HTTP has no sessions here: what a client answers comes by a POST of its own, to any replica.',
  },
  {
    revision: '2025-11-25',
    names: ['resources-subscribe', 'resources-unsubscribe'],
    reason: 'An optional capability that is not offered: Apify tells nobody that data has changed.',
  },
  {
    revision: '2026-07-28',
    target: 'built',
    names: [
      'server-stateless:sep-2575-server-rejects-undeclared-capability',
      'server-stateless:sep-2575-missing-capability-http-400',
    ],
    reason: 'These two checks of the scenario ask for a tool of the suite.',
  },
  {
    revision: '2026-07-28',
    names: ['http-custom-header-server-validation'],
    reason: 'No tool has arguments that clients repeat in headers.',
  },
  {
    revision: '2026-07-28',
    names: [
      'tasks-lifecycle',
      'tasks-capability-negotiation',
      'tasks-wire-fields',
      'tasks-request-state-removal',
      'tasks-mrtr-input',
      'tasks-request-headers',
      'tasks-dispatch-and-envelope',
      'tasks-required-task-error',
      'tasks-mrtr-composition',
    ],
    reason: 'An extension that is not offered: a run of Apify is followed by its own id.',
  },
]

/** @returns the reasons of a target at a revision, by scenario or `scenario:check` */
export function expectedFailures(target: Target, revision: Round['revision']): Map<string, string> {
  const entries = EXPECTED_FAILURES.filter(
    (each) => each.revision === revision && (each.target ?? target) === target,
  )
  return new Map(entries.flatMap(({ names, reason }) => names.map((name) => [name, reason])))
}

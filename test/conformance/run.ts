import { expectedFailures } from './expected.ts'
import { startTarget, type Target } from './servers.ts'
import { installSuite, type Round, runRound, versionOf } from './suite.ts'
import { evaluateScenarios, type ScenarioVerdict } from './verdict.ts'

/**
 * Runs the official conformance suite against the built server, then against its HTTP with the
 * suite's fixtures. Exits with 1 if a scenario passes or fails unexpectedly. `--install` only
 * installs the suite.
 */
const ROUNDS: readonly Round[] = [
  { release: 'stable', revision: '2025-11-25', which: ['--suite', 'active'] },
  { release: 'next', revision: '2025-11-25', which: ['--requirements', '2025-11-25'] },
  { release: 'next', revision: '2026-07-28', which: ['--requirements', '2026-07-28'] },
]

const TITLES = { built: 'the built server', fixtures: 'its HTTP with the fixtures of the suite' }
const MARKS: Record<ScenarioVerdict['verdict'], string> = {
  passes: '✓',
  'fails as expected': '✗',
  'is not as expected': '!!',
  'is skipped': '-',
  'needs a fixture': '-',
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const count = (verdicts: ScenarioVerdict[], verdict: ScenarioVerdict['verdict']) =>
  verdicts.filter((each) => each.verdict === verdict).length

function printVerdicts(verdicts: ScenarioVerdict[]): void {
  for (const { name, verdict, unscored, checks, notes } of verdicts) {
    if (verdict === 'needs a fixture') continue
    const unscoredNote = unscored === undefined ? '' : `, not scored (${unscored})`
    const suffix = verdict === 'passes' ? '' : `, ${verdict}`
    print(`  ${MARKS[verdict]} ${name} ${checks}${suffix}${unscoredNote}`)
    for (const note of notes) print(`      ${note}`)
  }
}

/** Returns how many of the scenarios that ran pass, and how many fail as expected. */
function score(verdicts: ScenarioVerdict[]): string {
  const ran = verdicts.length - count(verdicts, 'is skipped') - count(verdicts, 'needs a fixture')
  const expected = count(verdicts, 'fails as expected')
  const passed = `${count(verdicts, 'passes')} of ${ran} pass`
  return expected === 0 ? passed : `${passed}, ${expected} fail as expected`
}

function summary(verdicts: ScenarioVerdict[]): string {
  const scored = verdicts.filter(({ unscored }) => unscored === undefined)
  const others = verdicts.filter(({ unscored }) => unscored !== undefined)
  const unscoredNote = others.length === 0 ? '' : `; of those not scored ${score(others)}`
  const notRun = `${count(verdicts, 'needs a fixture')} need a fixture, ${count(verdicts, 'is skipped')} are skipped`
  return `${score(scored)}${unscoredNote}; ${notRun}`
}

/** Returns the expected failures that no release of the suite has. */
function unknownEntries(target: Target, seen: Map<string, Set<string>>): string[] {
  return [...seen].flatMap(([revision, names]) => {
    const round = ROUNDS.find((each) => each.revision === revision)
    const entries = round ? [...expectedFailures(target, round.revision).keys()] : []
    return entries.filter((entry) => !names.has(entry.split(':')[0] ?? ''))
  })
}

/** The results of all rounds against one server. */
interface Tally {
  /** Scenarios that pass, or fail as expected. */
  good: number
  bad: number
  /** A line for each round, and for each expected failure that the suite does not have. */
  lines: string[]
}

/** Runs every round against a server, and prints each scenario. */
async function runRounds(target: Target): Promise<Tally> {
  const tally: Tally = { good: 0, bad: 0, lines: [] }
  const seen = new Map<string, Set<string>>()
  for (const round of ROUNDS) {
    const { url, stop } = await startTarget(target)
    const verdicts = evaluateScenarios(await runRound(round, url).finally(stop), target, round)
    const title = `${TITLES[target]}, ${round.revision}, suite ${versionOf(round.release)}`
    print(`\n${title}`)
    printVerdicts(verdicts)
    tally.lines.push(`${title}: ${summary(verdicts)}`)
    tally.bad += count(verdicts, 'is not as expected')
    tally.good += count(verdicts, 'passes') + count(verdicts, 'fails as expected')
    const names = seen.get(round.revision) ?? new Set()
    seen.set(round.revision, names)
    for (const { name } of verdicts) names.add(name)
  }
  for (const entry of unknownEntries(target, seen)) {
    tally.bad += 1
    tally.lines.push(
      `${TITLES[target]}: there is no scenario ${entry}: remove it from expected.ts.`,
    )
  }
  return tally
}

installSuite()
if (!process.argv.includes('--install')) {
  const tallies = [await runRounds('built'), await runRounds('fixtures')]
  const sum = (key: 'good' | 'bad') => tallies.reduce((total, each) => total + each[key], 0)
  print(`\n${tallies.flatMap(({ lines }) => lines).join('\n')}`)
  print(`As expected: ${sum('good')}, not as expected: ${sum('bad')}`)
  process.exitCode = sum('bad') === 0 ? 0 : 1
}

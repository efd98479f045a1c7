import { expectedFailures } from './expected.ts'
import { type Judged, judgeAll } from './judge.ts'
import { startTarget, type Target } from './servers.ts'
import { installSuite, type Round, runRound, versionOf } from './suite.ts'

/**
 * The official conformance suite against the built server, then against its HTTP with the suite's
 * own fixtures behind it. Ends with 1 if a scenario passes or fails that should not. `--install`
 * only installs the suite.
 */
const ROUNDS: readonly Round[] = [
  { release: 'stable', revision: '2025-11-25', which: ['--suite', 'active'] },
  { release: 'next', revision: '2025-11-25', which: ['--requirements', '2025-11-25'] },
  { release: 'next', revision: '2026-07-28', which: ['--requirements', '2026-07-28'] },
]

const TITLES = { built: 'the built server', fixtures: 'its HTTP with the fixtures of the suite' }
const MARKS: Record<Judged['verdict'], string> = {
  passes: '✓',
  'fails as expected': '✗',
  'is not as expected': '!!',
  'is skipped': '-',
  'needs a fixture': '-',
}

const print = (line: string) => process.stdout.write(`${line}\n`)
const count = (judged: Judged[], verdict: Judged['verdict']) =>
  judged.filter((each) => each.verdict === verdict).length

function show(judged: Judged[]): void {
  for (const { name, verdict, unscored, checks, notes } of judged) {
    if (verdict === 'needs a fixture') continue
    const aside = unscored === undefined ? '' : `, not scored (${unscored})`
    const word = verdict === 'passes' ? '' : `, ${verdict}`
    print(`  ${MARKS[verdict]} ${name} ${checks}${word}${aside}`)
    for (const note of notes) print(`      ${note}`)
  }
}

/** How many of those that were tried pass, and how many may fail. */
function score(judged: Judged[]): string {
  const tried = judged.length - count(judged, 'is skipped') - count(judged, 'needs a fixture')
  const expected = count(judged, 'fails as expected')
  const passed = `${count(judged, 'passes')} of ${tried} pass`
  return expected === 0 ? passed : `${passed}, ${expected} fail as expected`
}

function summary(judged: Judged[]): string {
  const scored = judged.filter(({ unscored }) => unscored === undefined)
  const others = judged.filter(({ unscored }) => unscored !== undefined)
  const aside = others.length === 0 ? '' : `; of those not scored ${score(others)}`
  const left = `${count(judged, 'needs a fixture')} need a fixture, ${count(judged, 'is skipped')} are skipped`
  return `${score(scored)}${aside}; ${left}`
}

/** Entries of the list that no release of the suite knows. */
function unknownEntries(target: Target, seen: Map<string, Set<string>>): string[] {
  return [...seen].flatMap(([revision, names]) => {
    const round = ROUNDS.find((each) => each.revision === revision)
    const entries = round ? [...expectedFailures(target, round.revision).keys()] : []
    return entries.filter((entry) => !names.has(entry.split(':')[0] ?? ''))
  })
}

/** What the rounds against one server came to. */
interface Tally {
  /** Scenarios that pass, or fail as expected. */
  good: number
  bad: number
  /** A line for each round, and for each entry of the list of failures that no suite knows. */
  lines: string[]
}

/** Runs every round against a server, and prints each scenario. */
async function runRounds(target: Target): Promise<Tally> {
  const tally: Tally = { good: 0, bad: 0, lines: [] }
  const seen = new Map<string, Set<string>>()
  for (const round of ROUNDS) {
    const { url, stop } = await startTarget(target)
    const judged = judgeAll(await runRound(round, url).finally(stop), target, round)
    const title = `${TITLES[target]}, ${round.revision}, suite ${versionOf(round.release)}`
    print(`\n${title}`)
    show(judged)
    tally.lines.push(`${title}: ${summary(judged)}`)
    tally.bad += count(judged, 'is not as expected')
    tally.good += count(judged, 'passes') + count(judged, 'fails as expected')
    const names = seen.get(round.revision) ?? new Set()
    seen.set(round.revision, names)
    for (const { name } of judged) names.add(name)
  }
  for (const entry of unknownEntries(target, seen)) {
    tally.bad += 1
    tally.lines.push(`${TITLES[target]}: no scenario is called ${entry}; strike it out.`)
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

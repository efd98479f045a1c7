import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nodeMajors } from '../node-versions.ts'
import { type RunStep, runSteps, type StepResult } from './run-steps.ts'
import { ciSteps } from './steps.ts'
import { countTests, type TestCounts } from './test-counts.ts'

/** Steps at a time. Each of the large ones keeps about two processors busy. */
const SLOTS = 2
/** Lines of a failed step that are printed again at the end. */
const REPEATED_LINES = 80

const print = (text: string) => process.stdout.write(`${text}\n`)

/** Runs a step, and prints what it wrote once it has ended, so that no two steps mix their lines. */
const runStep: RunStep = (step) =>
  new Promise((resolve) => {
    const began = performance.now()
    const [file, ...args] = step.command
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: string) => {
      output += chunk
    }
    child.stdout.setEncoding('utf8').on('data', collect)
    child.stderr.setEncoding('utf8').on('data', collect)
    child.on('error', (error) => collect(`${error}\n`))
    child.on('close', (code) => {
      const secs = (performance.now() - began) / 1000
      print(`\n=== ${step.name} (${secs.toFixed(0)} s)\n${output.trimEnd()}`)
      if (code !== 0) print(`=== failed with exit code ${code}: ${step.name}`)
      resolve({ step, passed: code === 0, secs, output })
    })
  })

/** Returns the counts. A report that cannot be read counts as one failed test. */
function readCounts(reports: string): TestCounts {
  try {
    return countTests(reports)
  } catch (error) {
    return { passed: 0, failed: 1, skipped: 0, broken: [`A test report cannot be read: ${error}`] }
  }
}

function printFailures(failed: readonly StepResult[]): void {
  for (const { step, output } of failed) {
    const lines = output.trimEnd().split('\n').slice(-REPEATED_LINES)
    print(`\n=== failed: ${step.name}, its last lines\n${lines.join('\n')}`)
  }
}

function printTimes(results: readonly StepResult[], totalSecs: number): void {
  print('\n=== time of each step')
  for (const { step, passed, secs } of results.toSorted((a, b) => b.secs - a.secs))
    print(`${secs.toFixed(0).padStart(6)} s  ${step.name}${passed ? '' : '  FAILED'}`)
  print(`${totalSecs.toFixed(0).padStart(6)} s  all, after npm ci`)
}

/** Prints the totals. A failed step whose tests all passed counts as one failure. */
function printTotals(results: readonly StepResult[], counts: TestCounts): boolean {
  const failedSteps = results.filter(({ passed }) => !passed).length
  const failed = Math.max(counts.failed, failedSteps)
  for (const line of counts.broken) print(line)
  print(`\n=== totals\nSteps: ${results.length - failedSteps} passed, ${failedSteps} failed`)
  print(`Tests skipped: ${counts.skipped}`)
  print(`${counts.passed} passed, ${failed} failed`)
  return failed === 0 && counts.passed > 0
}

const began = performance.now()
const reports = mkdtempSync(join(tmpdir(), 'ci-reports-'))
try {
  const results = await runSteps(ciSteps(reports, nodeMajors()), SLOTS, runStep)
  printFailures(results.filter(({ passed }) => !passed))
  printTimes(results, (performance.now() - began) / 1000)
  if (!printTotals(results, readCounts(reports))) process.exitCode = 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}

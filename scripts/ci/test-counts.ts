import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export interface TestCounts {
  passed: number
  failed: number
  skipped: number
  /** Files that could not be loaded, with the reason. Each also counts as one failed test. */
  broken: string[]
}

/** The part of Vitest's JSON report that is read here. */
const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number().default(0),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
})

/** Counts the tests of one report. A file that failed without a failed test could not be loaded. */
function countReport(text: string): TestCounts {
  const { testResults, ...counts } = report.parse(JSON.parse(text))
  const broken = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: counts.numPassedTests,
    failed: counts.numFailedTests + broken.length,
    skipped: counts.numPendingTests + counts.numTodoTests,
    broken: broken.map(({ name, message }) => `${name}: ${message}`),
  }
}

/**
 * Adds up the JSON reports that Vitest wrote into a folder.
 * @throws {Error} if a report is incomplete or is not a Vitest report
 */
export function countTests(folder: string): TestCounts {
  const total: TestCounts = { passed: 0, failed: 0, skipped: 0, broken: [] }
  for (const file of readdirSync(folder).sort()) {
    const counts = countReport(readFileSync(join(folder, file), 'utf8'))
    total.passed += counts.passed
    total.failed += counts.failed
    total.skipped += counts.skipped
    total.broken.push(...counts.broken)
  }
  return total
}

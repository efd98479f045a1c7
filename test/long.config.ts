import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

/** What a test with a long form reads. */
const LONG_FORM = /propertyRuns\(|process\.env\.(?:LOCAL_KILLS|LOG_RUNS|UPLOAD_MB)/

/** Returns the paths of the test files that have a long form, from the root. */
function longFiles(): string[] {
  const paths = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  return paths
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => LONG_FORM.test(readFileSync(join(import.meta.dirname, path), 'utf8')))
    .map((path) => join('test', path).replaceAll('\\', '/'))
}

/**
 * The long forms of tests whose short forms run with `npm test`: properties with `FUZZ_CASES` cases
 * each, of a new seed that a failure prints, `LOCAL_KILLS` kills of the local platform, `LOG_RUNS`
 * runs for each way in which an Actor may end at once, and files of `UPLOAD_MB` MB.
 */
export default defineConfig({
  test: {
    include: longFiles(),
    env: {
      FUZZ_CASES: process.env.FUZZ_CASES ?? '500',
      LOCAL_KILLS: process.env.LOCAL_KILLS ?? '50',
      LOG_RUNS: process.env.LOG_RUNS ?? '50',
      UPLOAD_MB: process.env.UPLOAD_MB ?? '200',
    },
    testTimeout: 3_600_000,
    hookTimeout: 60_000,
  },
})

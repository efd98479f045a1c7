import { defineConfig } from 'vitest/config'
import { readTestFiles } from './support/test-files.ts'

/** What a test with a long form reads. */
const LONG_FORM = /propertyRuns\(|process\.env\.(?:LOCAL_KILLS|LOG_RUNS|UPLOAD_MB)/

/**
 * The long forms of tests whose short forms run with `npm test`: properties with `FUZZ_CASES` cases
 * each, of a new seed that a failure prints, `LOCAL_KILLS` kills of the local platform, `LOG_RUNS`
 * runs for each way in which an Actor may end at once, and files of `UPLOAD_MB` MB.
 */
export default defineConfig({
  test: {
    include: [...readTestFiles()].filter(([, text]) => LONG_FORM.test(text)).map(([path]) => path),
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

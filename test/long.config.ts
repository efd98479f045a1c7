import { defineConfig } from 'vitest/config'

/**
 * The long forms of tests whose short forms run with `npm test`: properties with `FUZZ_CASES` cases
 * each, of a new seed that a failure prints, `LOCAL_KILLS` kills of the local platform, `LOG_RUNS`
 * runs for each way in which an Actor may end at once, and files of `UPLOAD_MB` MB.
 */
export default defineConfig({
  test: {
    include: [
      'test/budget/properties.test.ts',
      'test/clients/mangled-calls.test.ts',
      'test/local/formats/formats.test.ts',
      'test/local/runs/whole-logs.test.ts',
      'test/local/storage/crash.test.ts',
      'test/mcp/random-shapes.test.ts',
      'test/query/worker/load-property.test.ts',
      'test/query/worker/select-property.test.ts',
      'test/tools/storage/upload-large.test.ts',
    ],
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

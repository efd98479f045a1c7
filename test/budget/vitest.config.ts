import { defineConfig } from 'vitest/config'

/** The property tests at length: `FUZZ_CASES` cases each, with a new seed that a failure prints. */
export default defineConfig({
  test: {
    include: ['test/budget/properties.test.ts'],
    env: { FUZZ_CASES: process.env.FUZZ_CASES ?? '500' },
    testTimeout: 3_600_000,
  },
})

import { defineConfig } from 'vitest/config'

/** Tests the built server's requests with Prism, from the packages of this folder. */
export default defineConfig({
  test: {
    include: ['test/prism/*.test.ts'],
    // A guard against hangs, not a measure of speed.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})

import { defineConfig } from 'vitest/config'

/**
 * Attacks on the built server, one file for each row of the table in docs/security.md. They are not part
 * of `npm test`: many of them fill the memory that they give the server.
 */
export default defineConfig({
  test: {
    include: ['test/attack/*.test.ts'],
    // Each test starts a server, and some keep it busy.
    maxWorkers: 2,
    // A guard against hangs, not a measure of speed.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
})

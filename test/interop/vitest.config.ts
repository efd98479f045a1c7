import { defineConfig } from 'vitest/config'

/** Tests the built server with real clients, from the packages of this folder and of the root. */
export default defineConfig({
  test: {
    reporters: ['verbose', './test/interop/reporter.ts'],
    // Two at a time: a client mostly waits for processes to start.
    maxWorkers: 2,
    include: ['test/interop/*.test.ts'],
    // A guard against hangs: each client starts several processes.
    testTimeout: 400_000,
    hookTimeout: 180_000,
  },
})

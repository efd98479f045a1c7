import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A guard against hangs, not a measure of speed: child processes start slowly on busy machines.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    resolveSnapshotPath: (path, extension) =>
      path.replace(/test\/(.*)\.test\.ts$/, `test/snapshots/$1${extension}`),
  },
})

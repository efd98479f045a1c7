import { defineConfig } from 'vitest/config'

/**
 * Long tests of the local platform: Apify's own client, SDK and crawler, and 50 kills of the process.
 */
export default defineConfig({
  test: {
    include: ['test/local/**/{api-*,sdk*,crash,endpoints}.test.ts'],
    env: { LOCAL_KILLS: process.env.LOCAL_KILLS ?? '50' },
    testTimeout: 600_000,
    hookTimeout: 60_000,
    resolveSnapshotPath: (path, extension) =>
      path.replace(/test\/(.*)\.test\.ts$/, `test/snapshots/$1${extension}`),
  },
})

import { availableParallelism } from 'node:os'
import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // The packages of the first two are installed on demand, the third are `npm run test:attack`, and
    // the last need Chromium and are `npm run test:views`.
    exclude: [
      ...configDefaults.exclude,
      'test/interop/**',
      'test/prism/**',
      'test/attack/**',
      '**/*.browser.test.ts',
    ],
    // Most tests wait for child processes and sockets, so more of them than processors run at a time.
    maxWorkers: Math.max(4, availableParallelism()),
    // A guard against hangs, not a measure of speed: child processes start slowly on busy machines.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    // Counts what the tests run themselves, not the servers that they start as child processes.
    coverage: {
      include: ['src/**/*.ts', 'tools/**/*.ts', 'actors/**/*.ts'],
      reporter: ['text-summary', 'html'],
    },
    resolveSnapshotPath: (path, extension) =>
      path.replace(/test\/(.*)\.test\.ts$/, `test/snapshots/$1${extension}`),
  },
})

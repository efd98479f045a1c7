import { defineConfig } from 'vitest/config'

/**
 * Tests of the views in a real browser, with a host page on the SDK's own bridge and the built server.
 * They are not part of `npm test`, since they need Chromium.
 */
export default defineConfig({
  test: {
    include: ['test/views/**/*.browser.test.ts'],
    // Each file starts a server and a browser.
    maxWorkers: 2,
    // A guard against hangs, not a measure of speed.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
  },
})

import { describe } from 'vitest'
import { findChromium, WITHOUT_CHROMIUM } from './browser.ts'

/** Groups tests that need Chromium. Without it they are skipped, and their title says why. */
export function describeView(title: string, tests: () => void): void {
  if (findChromium()) describe(title, tests)
  else describe.skip(`${title} (${WITHOUT_CHROMIUM})`, tests)
}

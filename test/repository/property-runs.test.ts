import { expect, it } from 'vitest'
import { readTestFiles } from '../support/test-files.ts'

/** Returns how often a pattern is found in a text. */
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

it('every property has the same cases in each run, so that a change is what makes it fail', () => {
  const properties = [...readTestFiles()].filter(([, text]) =>
    /\bfc\.(?:assert|check|sample)\(/.test(text),
  )
  expect(properties.length).toBeGreaterThan(20)
  for (const [path, text] of properties)
    expect(count(text, /\bpropertyRuns\(|\bseed: /g), path).toBe(
      count(text, /\bfc\.(?:assert|check|sample)\(/g),
    )
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../support/root.ts'

const folder = join(ROOT, 'test')

/** Returns how often a pattern is found in a text. */
const count = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].length

it('every property has the same cases in each run, so that a change is what makes it fail', () => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const tests = files.filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
  const properties = tests
    .map((path) => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
    .filter(({ text }) => /\bfc\.(?:assert|check|sample)\(/.test(text))
  expect(properties.length).toBeGreaterThan(20)
  for (const { path, text } of properties)
    expect(count(text, /\bpropertyRuns\(|\bseed: /g), path).toBe(
      count(text, /\bfc\.(?:assert|check|sample)\(/g),
    )
})

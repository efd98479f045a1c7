import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { sources } from '../../support/sources.ts'
import { readPage } from './markdown.ts'

const page = readPage('docs/security.md')
const rows = page.rows('No.')

it('every numbered row has an attack of its number, and every attack a row', () => {
  const numbers = rows.map(([number = '']) => number).filter(Boolean)
  expect(numbers.length).toBeGreaterThan(18)
  expect(numbers).toEqual([...new Set(numbers)])
  const files = readdirSync(join(ROOT, 'test/attack')).filter((name) => name.endsWith('.test.ts'))
  const attacked = files.map((name) => name.split('-')[0]?.replace(/^0/, '').toUpperCase())
  expect([...new Set(attacked)].sort()).toEqual(numbers.sort())
})

it('every row says what is promised, and how to change what bounds it', () => {
  for (const [number, promise, , change] of rows) {
    expect(promise, number).toMatch(/^[A-Z`].*\.$/)
    expect(change, number).not.toBe('')
  }
})

it('the page names only flags that exist', () => {
  const code = [...sources.values()].join('\n')
  const flags = [...page.text.matchAll(/`--([a-z-]+)`/g)].map(([, name = '']) => name)
  expect(flags.length).toBeGreaterThan(5)
  expect(flags.filter((name) => !code.includes(`'${name}'`))).toEqual([])
})

import { expect, it } from 'vitest'
import { sources } from '../../support/sources.ts'
import { readPage } from './markdown.ts'

const rows = readPage('docs/glossary.md').rows('Term')

it('the glossary has at most 25 terms, in the order of the alphabet', () => {
  const terms = rows.map(([term = '']) => term)
  expect(terms.length).toBeGreaterThan(15)
  expect(terms.length).toBeLessThanOrEqual(25)
  expect(terms).toEqual(terms.toSorted((a, b) => a.localeCompare(b, 'en')))
})

it('the glossary explains each term in one sentence', () => {
  for (const [term, sentence] of rows)
    expect(sentence, term).toMatch(/^[A-Z](?:[^.]|\.(?! |$))*\.$/)
})

it('the glossary names only what the code contains', () => {
  const code = [...sources.values()].join('\n')
  const named = rows.flatMap(([, sentence = '']) =>
    [...sentence.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
  expect(named.length).toBeGreaterThan(10)
  expect(named.filter((name) => !code.includes(name.replace(/^(?:src\/|--)/, '')))).toEqual([])
})

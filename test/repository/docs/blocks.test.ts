import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { BLOCKS, TRIED_BY } from './blocks.ts'
import { ALL_PAGES, readPage } from './markdown.ts'

describe('the blocks of code in all pages', () => {
  it('are each tried by one test', () => {
    const wrong = BLOCKS.map((block) => ({
      block: `${block.path}: ${block.code.split('\n')[0]}`,
      tests: Object.entries(TRIED_BY).flatMap(([test, tries]) => (tries(block) ? [test] : [])),
    })).filter(({ tests }) => tests.length !== 1)
    expect(wrong).toEqual([])
    expect(BLOCKS.length).toBeGreaterThan(50)
  })

  it.each(Object.entries(TRIED_BY))('are taken by %s', (test, tries) => {
    expect(BLOCKS.filter(tries).length).toBeGreaterThan(0)
    const source = readFileSync(join(ROOT, 'test', test), 'utf8')
    expect(source).toContain(`blocksFor('${test}')`)
  })

  it('close, and say what language they are in', () => {
    expect(BLOCKS.filter(({ lang }) => lang === '').map(({ path }) => path)).toEqual([])
    const fences = ALL_PAGES.filter(
      (path) => [...readPage(path).text.matchAll(/^\s*```/gm)].length % 2 === 1,
    )
    expect(fences).toEqual([])
  })
})

it('scripts that a text names are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const named = ALL_PAGES.flatMap((path) =>
    [...readPage(path).text.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name),
  )
  expect(named.length).toBeGreaterThan(50)
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})

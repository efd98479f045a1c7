import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { PAGES, type Page, parsePage, readPage } from './markdown.ts'

/** The links of a page that lead nowhere. Addresses on the web must be https; they are not fetched. */
function brokenLinks({ path, links, anchors }: Page): string[] {
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return !/^https:/.test(link) || !URL.canParse(link)
    const [file = '', anchor] = link.split('#')
    if (file === '') return anchor === undefined || !anchors.includes(anchor)
    const target = join(dirname(path), file)
    if (target.startsWith('..') || !existsSync(join(ROOT, target))) return true
    return anchor !== undefined && !readPage(target).anchors.includes(anchor)
  })
}

it.each(PAGES)('every link of %s leads somewhere', (path) => {
  expect(brokenLinks(readPage(path))).toEqual([])
})

it('a broken link is found', () => {
  const good = ['../README.md', '../README.md#tools', '#a-b', 'http.md#who-may-call', 'https://a.b']
  const bad = ['none.md', '../README.md#nowhere', '#b', '../../x.md', 'http://a.b', 'file:///etc']
  const text = [...good, ...bad].map((link) => `[x](${link})`).join(' ')
  expect(brokenLinks(parsePage('docs/x.md', `# A \`b\`\n\n${text}`))).toEqual(bad)
})

it('every page of docs is reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const path of reached) {
    if (!path.endsWith('.md')) continue
    for (const link of readPage(path).links) {
      if (!/^[a-z]+:|^#/.test(link)) reached.add(join(dirname(path), link.replace(/#.*/, '')))
    }
  }
  const files = readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)
  expect(files.length).toBeGreaterThan(5)
  expect(files.filter((file) => !reached.has(file))).toEqual([])
})

it('every promise of the README names the tests that hold it', () => {
  const rows = readPage('README.md').rows('Promise')
  expect(rows.length).toBeGreaterThan(8)
  for (const [promise, tests = ''] of rows)
    expect(tests, promise).toMatch(/^(?:(?:, )?\[[^\]]+\]\(test\/[\w/.-]+\.test\.ts\))+$/)
})

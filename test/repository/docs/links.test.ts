import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '../../support/root.ts'
import { ALL_PAGES, type Page, parsePage, readPage } from './markdown.ts'

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

it.each(ALL_PAGES)('every link of %s leads somewhere', (path) => {
  expect(brokenLinks(readPage(path))).toEqual([])
})

it('a broken link is found', () => {
  const good = ['../README.md', '../README.md#tools', '#a-b', 'http.md#who-may-call', 'https://a.b']
  const bad = [
    'none.md',
    'images/none.png',
    '../README.md#nowhere',
    '#b',
    '../../x.md',
    'http://a.b',
    'file:///etc',
  ]
  const links = [...good, ...bad].map((link) => `[x](${link})`).join(' ')
  const html = '<picture>\n  <source srcset="no.png">\n  <img src="exchange.svg">\n</picture>'
  const page = parsePage('docs/x.md', `# A \`b\`\n\n${links} <a href="no.md">x</a>\n\n${html}\n`)
  expect(brokenLinks(page)).toEqual([...bad, 'no.md', 'no.png'])
})

it('every file of docs is reached from the README', () => {
  const reached = new Set(['README.md'])
  for (const path of reached) {
    if (!path.endsWith('.md')) continue
    for (const link of readPage(path).links) {
      if (!/^[a-z]+:|^#/.test(link)) reached.add(join(dirname(path), link.replace(/#.*/, '')))
    }
  }
  const files = readdirSync(join(ROOT, 'docs')).filter((name) => /\.\w+$/.test(name))
  expect(files.length).toBeGreaterThan(5)
  expect(files.map((name) => `docs/${name}`).filter((file) => !reached.has(file))).toEqual([])
})

it('the index of docs has a line for every page', () => {
  const rows = readPage('docs/README.md').rows('Page')
  const listed = rows.map(([page = '']) => /\(([^)]+)\)$/.exec(page)?.[1])
  const pages = readdirSync(join(ROOT, 'docs')).filter((name) => /\.md$/.test(name))
  expect(listed).toEqual(expect.arrayContaining(pages.filter((name) => name !== 'README.md')))
  expect(rows.every(([, line = '']) => line.length > 10)).toBe(true)
})

it('every promise names the tests that hold it', () => {
  const rows = readPage('docs/promises.md').rows('Promise')
  expect(rows.length).toBeGreaterThan(8)
  for (const [promise, tests = ''] of rows)
    expect(tests, promise).toMatch(/^(?:(?:, )?\[[^\]]+\]\(\.\.\/test\/[\w/.-]+\.test\.ts\))+$/)
})

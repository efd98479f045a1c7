import { expect, it } from 'vitest'
import { tools } from '../../../tools/index.ts'
import { blocksFor } from './blocks.ts'
import { readPage } from './markdown.ts'

const readme = readPage('README.md')

it('the README has at most 200 lines', () => {
  expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})

it('the figures of the README are those of the performance page', () => {
  const measured = readPage('docs/performance.md')
  const large = readme.text.match(/\d{1,3}(?:,\d{3})+/g) ?? []
  const cells = readme
    .rows('')
    .filter(([name = '']) => name.startsWith('Tokens'))
    .flatMap((cells) => cells.slice(1))
  const figures = [...large, ...cells].flatMap((text) => text.match(/\d[\d,]*/g) ?? [])
  expect(figures.length).toBeGreaterThan(8)
  const known = new Set(measured.text.match(/\d[\d,]*\d/g))
  expect(figures.filter((figure) => !known.has(figure))).toEqual([])
  const [version] = /(?<=version )[\d.]+\d(?= of `@apify)/.exec(readme.text) ?? []
  expect(measured.text).toContain(`incumbent: @apify/actors-mcp-server ${version} on`)
})

it('the tables of the performance page are those of the benches that it names', () => {
  const [, names = ''] =
    /`npm run bench start` runs one of ([^.]+)\./.exec(readPage('docs/performance.md').text) ?? []
  const benches = [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  const tables = blocksFor('repository/docs/readme.test.ts')
  expect(tables.length).toBeGreaterThan(4)
  for (const { code } of tables) {
    const [head = '', ...rows] = code.split('\n')
    expect(benches).toContain(/^\w+/.exec(head)?.[0])
    expect(rows.some((row) => / \d/.test(row))).toBe(true)
  }
})

it('the README names the tools of the default toolsets with their purposes', () => {
  const purposes = new Map(tools.map(({ name, purpose }) => [`\`${name}\``, purpose]))
  const rows = readme.rows('Tool')
  expect(rows.length).toBeGreaterThan(15)
  for (const [name = '', purpose] of rows) expect(purpose, name).toBe(purposes.get(name))
})

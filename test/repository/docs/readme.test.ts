import { expect, it } from 'vitest'
import { tools } from '../../../tools/index.ts'
import { blocksFor } from './blocks.ts'
import { readPage } from './markdown.ts'

const readme = readPage('README.md')

it('the README has at most 200 lines', () => {
  expect(readme.text.trimEnd().split('\n').length).toBeLessThanOrEqual(200)
})

/** The measured rows of the README's comparison, and the rows of the performance page that they are from. */
const MEASURED: Record<string, string[]> = {
  'Tasks solved, of eleven that we chose': ['solved'],
  'Tokens of the three questions about rows': ['in questions about rows'],
  'Tokens of the five others that both solve': ['in the others that both solve'],
  'Tokens to find an Actor and its input': ['an Actor found, its price and input'],
  "Tokens of a failed run's log": ['log of a failure, 20 lines'],
  'Tokens of the tools; of the rest of `tools/list`': [
    'tools/list, as a model sees it',
    'the rest of it',
  ],
}

const tables = blocksFor('repository/docs/readme.test.ts').map(({ code }) => code)

/** Returns what a table says of us and of the incumbent, by the name of the row. */
function measuredOf(row: string): [ours: string, incumbent: string] {
  const lines = tables.flatMap((code) => code.split('\n'))
  const found = lines.map((line) => line.trim().split(/ {2,}/)).filter(([name]) => name === row)
  expect(found, row).toHaveLength(1)
  const [[, ours = '', incumbent = ''] = []] = found
  return [ours, incumbent]
}

it('the comparison of the README has the figures of the performance page', () => {
  const rows = readme.rows('').filter((cells) => cells.some((cell) => /^[*\d]*\d/.test(cell)))
  expect(rows.map(([name]) => name)).toEqual(Object.keys(MEASURED))
  for (const [name = '', ours, incumbent] of rows) {
    const measured = (MEASURED[name] ?? []).map(measuredOf)
    const shown = [ours, incumbent].map((cell) => cell?.replaceAll('*', ''))
    expect(shown, name).toEqual([0, 1].map((side) => measured.map((pair) => pair[side]).join('; ')))
  }
  const [version] = /(?<=version )[\d.]+\d(?= of `@apify)/.exec(readme.text) ?? []
  expect(tables.join('\n')).toContain(`incumbent: @apify/actors-mcp-server ${version} on`)
})

it('the first bullet of the README has the figures of the performance page', () => {
  const shown = /in (\S+) tokens, .* all of them, in (\S+) \(/s.exec(readme.text)?.slice(1)
  const measured = /^1000 of 1,000 rows.*?^ *tokens returned +(\S+) +(\S+)/ms
  expect(shown).toEqual(measured.exec(tables.join('\n'))?.slice(1))
})

it('the tables of the performance page are those of the benches that it names', () => {
  const [, names = ''] =
    /`npm run bench start` runs one of ([^.]+)\./.exec(readPage('docs/performance.md').text) ?? []
  const benches = [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name)
  expect(tables.length).toBeGreaterThan(4)
  for (const code of tables) {
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

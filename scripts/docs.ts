import { readFile, writeFile } from 'node:fs/promises'
import { FLAGS } from '../src/config.ts'
import type { Flag } from '../src/flags.ts'
import type { Tool } from '../src/tool.ts'
import { tools } from '../tools/index.ts'

/** The tool table of the README. */
function toolTable(all: readonly Tool[]): string {
  const rows = all.map(({ name, toolset, description, annotations }) => {
    const changes = annotations.readOnlyHint ? 'no' : 'yes'
    return `| \`${name}\` | \`${toolset}\` | ${description} | ${changes} |`
  })
  return ['| tool | toolset | what it does | changes data |', '|---|---|---|---|', ...rows].join(
    '\n',
  )
}

/** The flag table of the README. */
function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map(({ name, value, optional, default: preset, describe }) => {
    const argument = value ? (optional ? ` [${value}]` : ` ${value}`) : ''
    return `| \`--${name}${argument}\` | ${preset} | ${describe} |`
  })
  return ['| flag | default | meaning |', '|---|---|---|', ...rows].join('\n')
}

/** Puts a generated part between its two markers. @throws Error where the text lacks them */
function between(text: string, marker: string, part: string): string {
  const [start, end] = [`<!-- ${marker}:start -->`, `<!-- ${marker}:end -->`]
  const from = text.indexOf(start)
  const to = text.indexOf(end)
  if (from === -1 || to < from) throw new Error(`README.md lacks the markers of "${marker}"`)
  return `${text.slice(0, from + start.length)}\n${part}\n${text.slice(to)}`
}

async function main(): Promise<void> {
  const readme = await readFile('README.md', 'utf8')
  const manifest = await readFile('manifest.json', 'utf8')
  const listed = tools.map(({ name, description }) => ({ name, description }))
  const wanted = {
    'README.md': between(between(readme, 'tools', toolTable(tools)), 'flags', flagTable(FLAGS)),
    'manifest.json': `${JSON.stringify({ ...JSON.parse(manifest), tools: listed }, null, 2)}\n`,
  }
  const current = { 'README.md': readme, 'manifest.json': manifest }
  const differ = [
    ...(wanted['README.md'] === current['README.md'] ? [] : ['README.md']),
    ...(wanted['manifest.json'] === current['manifest.json'] ? [] : ['manifest.json']),
  ]
  if (process.argv.includes('--check')) {
    if (differ.length === 0) return
    console.error(`Not up to date: ${differ.join(', ')}. Run \`npm run docs\`.`)
    process.exitCode = 1
    return
  }
  await writeFile('README.md', wanted['README.md'])
  await writeFile('manifest.json', wanted['manifest.json'])
}

await main()

import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { FLAGS } from '../src/config/config.ts'
import type { Flag } from '../src/config/flag-parser.ts'
import { usage, VARIABLES } from '../src/config/help.ts'
import type { Tool } from '../src/tool-call/tool.ts'
import { tools } from '../tools/index.ts'
import { drawExchange } from './exchange.ts'
import { fillEntry } from './registry-entry.ts'
import { fillSection } from './sections.ts'

/** A table with aligned columns, as the formatter wants it. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`
  const [title = [], ...body] = table
  return [line(title), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

function renderToolTable(tools: readonly Tool[]): string {
  const rows = tools.map((tool) => [
    `\`${tool.name}\``,
    `\`${tool.toolset}\``,
    firstSentence(tool.description),
    changes(tool),
  ])
  return renderTable(['Tool', 'Toolset', 'What it does', 'Changes data?'], rows)
}

function changes({ annotations }: Tool): string {
  if (annotations.readOnlyHint) return 'no'
  return annotations.destructiveHint ? 'yes, may replace' : 'yes, adds'
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/s.exec(text)?.[0] ?? text
}

function renderFlagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => [`\`${usage(flag)}\``, flag.default, flag.describe])
  return renderTable(['Flag', 'Default', 'Meaning'], rows)
}

function renderVariableTable(): string {
  const rows = VARIABLES.map(({ name, describe }) => [
    name.replaceAll(/[A-Z_]+/g, '`$&`'),
    describe,
  ])
  return renderTable(['Environment variable', 'Meaning'], rows)
}

/** Fills in the parts of manifest.json that are stated elsewhere; the rest is written by hand. */
function fillManifest(text: string, tools: readonly Tool[], version: string): string {
  const list = tools.map(({ name, description }) => ({ name, description }))
  const lines = JSON.stringify(list, null, 2).replaceAll('\n', '\n  ')
  const parts = { tools: /^ {2}"tools": \[.*?^ {2}\]/ms, version: /^ {2}"version": "[^"]*"/m }
  for (const [name, part] of Object.entries(parts)) {
    if (!part.test(text)) throw new Error(`manifest.json lacks "${name}", indented by two blanks.`)
  }
  return text
    .replace(parts.tools, () => `  "tools": ${lines}`)
    .replace(parts.version, () => `  "version": ${JSON.stringify(version)}`)
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check')
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(await readFile('package.json', 'utf8')))
  const sections = {
    tools: renderToolTable(tools),
    flags: renderFlagTable(FLAGS),
    variables: renderVariableTable(),
  }
  const exchange = await drawExchange()
  const files: Record<string, (text: string) => string> = {
    'README.md': (text) =>
      Object.entries(sections).reduce((all, [name, table]) => fillSection(all, name, table), text),
    'manifest.json': (text) => fillManifest(text, tools, version),
    'server.json': (text) => fillEntry(text, FLAGS, version),
    'docs/exchange.svg': () => exchange,
  }
  for (const [path, fill] of Object.entries(files)) {
    const stored = await readFile(path, 'utf8').catch(() => '')
    const current = fill(stored)
    if (current === stored) continue
    if (check) {
      console.error(`${path} differs from what the code says. Run: npm run docs`)
      process.exitCode = 1
    } else {
      await writeFile(path, current)
      console.log(`${path} is rewritten.`)
    }
  }
}

await main()

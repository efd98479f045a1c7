import { readFile, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Client, System } from '../src/app/install/client.ts'
import { CLIENTS } from '../src/app/install/clients/index.ts'
import { RUN } from '../src/app/install/published.ts'
import { takenInFile } from '../src/config/config-file-values.ts'
import type { Flag } from '../src/config/flag-parser.ts'
import { FILE_FLAGS, FLAGS, PRINT_FLAGS } from '../src/config/flags.ts'
import { usage, VARIABLES } from '../src/config/help.ts'
import { variableOf } from '../src/config/variables.ts'
import type { Tool } from '../src/tool-call/tool.ts'
import { tools } from '../tools/index.ts'
import { configSchema } from './config-schema.ts'
import { drawExchange } from './exchange.ts'
import { fillEntry } from './registry-entry.ts'
import { fillSection } from './sections.ts'

/** The values in package.json that the other manifests repeat. */
const packageJson = z.object({
  version: z.string(),
  author: z.string(),
  repository: z.object({ url: z.string() }),
  homepage: z.string(),
  bugs: z.object({ url: z.string() }),
})
type Package = z.output<typeof packageJson>

/** Returns a Markdown table with aligned columns. */
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
    tool.purpose ?? '',
    changes(tool),
  ])
  return renderTable(['Tool', 'Toolset', 'Purpose', 'Changes data?'], rows)
}

function changes({ annotations, needs }: Tool): string {
  if (needs === 'list-changes') return 'only this list'
  if (annotations.readOnlyHint) return 'no'
  return annotations.destructiveHint ? 'yes, may replace' : 'yes, adds'
}

function renderFlagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => [`\`${usage(flag)}\``, flag.default, flag.describe])
  return renderTable(['Flag', 'Default', 'Meaning'], rows)
}

/** Returns how each setting is written as a variable and in a config file. */
function renderSettingTable(): string {
  const code = (text: string) => `\`${text}\``
  const rows = FLAGS.filter((flag) => !PRINT_FLAGS.includes(flag)).map((flag) => [
    code(usage(flag)),
    code(variableOf(flag.name)),
    FILE_FLAGS.includes(flag) ? code(JSON.stringify(flag.name)) : 'no',
    takenInFile(flag),
  ])
  return renderTable(['Flag', 'Variable', 'In the file', 'Takes there'], rows)
}

function renderVariableTable(): string {
  const rows = VARIABLES.map(({ name, describe }) => [
    name.replaceAll(/[A-Z_]+/g, '`$&`'),
    describe,
  ])
  return renderTable(['Environment variable', 'Meaning'], rows)
}

/** Returns where each client keeps its settings, and when that was looked up. */
function renderClientTable(): string {
  const home: Pick<System, 'home' | 'env'> = { home: '~', env: {} }
  const windows = { home: '%USERPROFILE%', env: { APPDATA: '%APPDATA%' } }
  const systems: System[] = [
    { platform: 'linux', ...home },
    { platform: 'darwin', ...home },
    { platform: 'win32', ...windows },
  ]
  const rows = CLIENTS.map((client) => [
    client.label,
    `\`${client.name}\``,
    filesOf(client, systems),
    client.ownCommand ? `\`${client.ownCommand.program}\`` : 'none',
    `[${client.checked}](${client.documentation})`,
  ])
  return renderTable(['Client', 'Name', 'Settings', 'Own command', 'Looked up on'], rows)
}

/** Returns the present settings file of a client on each system, those that are alike once. */
function filesOf(client: Client, systems: System[]): string {
  const files = systems.map((system) => client.files(system)[0] ?? '')
  return [...new Set(files)].map((file) => `\`${file}\``).join(', ')
}

/** Returns the commands that a person tries first. */
function renderInstallCommands(): string {
  const lines = [
    'install                                          # lists the clients, and which are on this machine',
    'install cursor --dry-run                         # shows what would change',
    'install cursor                                   # with your token, if APIFY_TOKEN is set',
    'install claude-code -- --read-only --tools runs  # with flags of the server',
    'uninstall cursor',
  ]
  return ['```sh', ...lines.map((line) => `${RUN} ${line}`), '```'].join('\n')
}

/** Fills in the parts of manifest.json that come from elsewhere. The rest is written by hand. */
function fillManifest(text: string, tools: readonly Tool[], about: Package): string {
  const list = tools.map(({ name, description }) => ({ name, description }))
  const parts = {
    tools: { pattern: /^ {2}"tools": \[.*?^ {2}\]/ms, value: list },
    version: { pattern: /^ {2}"version": "[^"]*"/m, value: about.version },
    author: { pattern: /^ {2}"author": \{.*?^ {2}\}/ms, value: { name: about.author } },
    repository: {
      pattern: /^ {2}"repository": \{.*?^ {2}\}/ms,
      value: { type: 'git', url: webAddress(about) },
    },
    homepage: { pattern: /^ {2}"homepage": "[^"]*"/m, value: about.homepage },
    support: { pattern: /^ {2}"support": "[^"]*"/m, value: about.bugs.url },
  }
  return Object.entries(parts).reduce((all, [name, { pattern, value }]) => {
    if (!pattern.test(all))
      throw new Error(`manifest.json must have "${name}", indented by two spaces.`)
    const lines = JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
    return all.replace(pattern, () => `  "${name}": ${lines}`)
  }, text)
}

/** Returns the web page of the repository. package.json has the URL to clone. */
function webAddress({ repository }: Package): string {
  return repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check')
  const about = packageJson.parse(JSON.parse(await readFile('package.json', 'utf8')))
  const repeated = { version: about.version, repositoryUrl: webAddress(about) }
  const sections = {
    tools: renderToolTable(tools),
    flags: renderFlagTable(FLAGS),
    variables: renderVariableTable(),
  }
  const exchange = await drawExchange()
  const files: Record<string, (text: string) => string> = {
    'README.md': (text) =>
      Object.entries(sections).reduce((all, [name, table]) => fillSection(all, name, table), text),
    'manifest.json': (text) => fillManifest(text, tools, about),
    'server.json': (text) => fillEntry(text, FLAGS, repeated),
    'docs/exchange.svg': () => exchange,
    'config.schema.json': () => configSchema(FILE_FLAGS),
    'docs/clients.md': (text) =>
      fillSection(
        fillSection(text, 'clients', renderClientTable()),
        'install',
        renderInstallCommands(),
      ),
    'docs/operating.md': (text) => fillSection(text, 'settings', renderSettingTable()),
  }
  for (const [path, fill] of Object.entries(files)) {
    const stored = await readFile(path, 'utf8').catch(() => '')
    const current = fill(stored)
    if (current === stored) continue
    if (check) {
      console.error(`${path} does not match the code. Run: npm run docs`)
      process.exitCode = 1
    } else {
      await writeFile(path, current)
      console.log(`Updated ${path}.`)
    }
  }
}

await main()

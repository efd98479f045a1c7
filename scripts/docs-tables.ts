import type { Client, System } from '../src/app/install/client.ts'
import { CLIENTS } from '../src/app/install/clients/index.ts'
import { RUN } from '../src/app/install/published.ts'
import { COMMANDS } from '../src/config/commands.ts'
import { takenInFile } from '../src/config/config-file-values.ts'
import { flagGroups } from '../src/config/flag-groups.ts'
import { FILE_FLAGS, FLAGS, PRINT_FLAGS } from '../src/config/flags.ts'
import { usage, VARIABLES } from '../src/config/help.ts'
import { variableOf } from '../src/config/variables.ts'
import { selectTools } from '../src/mcp/select-tools.ts'
import type { Tool } from '../src/tool-call/tool.ts'

/** Returns a Markdown table with aligned columns. */
function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')))
  const widths = head.map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`
  const [title = [], ...body] = table
  return [line(title), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')
}

/** Returns the tools that are offered without a flag, with what people use them for. */
export function renderDefaultTools(tools: readonly Tool[]): string {
  const offered = selectTools(tools, { tools: undefined, readOnly: false, downloadDir: undefined })
  const rows = offered.map((tool) => [`\`${tool.name}\``, tool.purpose ?? '', changes(tool)])
  return renderTable(['Tool', 'Purpose', 'Changes data?'], rows)
}

/** Returns all tools, a table for each toolset. */
export function renderToolTables(tools: readonly Tool[]): string {
  const toolsets = [...new Set(tools.map(({ toolset }) => toolset))]
  const tables = toolsets.map((toolset) => {
    const rows = tools
      .filter((tool) => tool.toolset === toolset)
      .map((tool) => [`\`${tool.name}\``, firstSentence(tool.description), changes(tool)])
    return `### ${toolset}\n\n${renderTable(['Tool', 'What it does', 'Changes data?'], rows)}`
  })
  return tables.join('\n\n')
}

function changes({ annotations, needs }: Tool): string {
  if (needs === 'list-changes') return 'only this list'
  if (annotations.readOnlyHint) return 'no'
  return annotations.destructiveHint ? 'yes, may replace' : 'yes, adds'
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/s.exec(text)?.[0] ?? text
}

export function renderFlagTables(): string {
  const tables = flagGroups().map(({ title, flags }) => {
    const rows = flags.map((flag) => [`\`${usage(flag)}\``, flag.default, flag.describe])
    return `## ${title}\n\n${renderTable(['Flag', 'Default', 'Meaning'], rows)}`
  })
  return tables.join('\n\n')
}

export function renderCommandTable(): string {
  const rows = COMMANDS.map(({ name, forms, describe }) => [
    forms.map((form) => `\`${`${name} ${form}`.trim()}\``).join('; '),
    describe,
  ])
  return renderTable(['Command', 'What it does'], rows)
}

/** Returns how each setting is written as a variable and in a config file. */
export function renderSettingTable(): string {
  const code = (text: string) => `\`${text}\``
  const rows = FLAGS.filter((flag) => !PRINT_FLAGS.includes(flag)).map((flag) => [
    code(usage(flag)),
    code(variableOf(flag.name)),
    FILE_FLAGS.includes(flag) ? code(JSON.stringify(flag.name)) : 'no',
    takenInFile(flag),
  ])
  return renderTable(['Flag', 'Variable', 'In the file', 'Takes there'], rows)
}

export function renderVariableTable(): string {
  const rows = VARIABLES.map(({ name, describe }) => [
    name.replaceAll(/[A-Z_]+/g, '`$&`'),
    describe,
  ])
  return renderTable(['Environment variable', 'Meaning'], rows)
}

/** Returns where each client keeps its settings, and when that was looked up. */
export function renderClientTable(): string {
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
export function renderInstallCommands(): string {
  const lines = [
    'install                                          # lists the clients, and which are on this machine',
    'install cursor --dry-run                         # shows what would change',
    'install cursor                                   # with your token, if APIFY_TOKEN is set',
    'install claude-code -- --read-only --tools runs  # with flags of the server',
    'uninstall cursor',
  ]
  return ['```sh', ...lines.map((line) => `${RUN} ${line}`), '```'].join('\n')
}

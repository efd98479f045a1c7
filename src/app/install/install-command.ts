import { realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { filledIn } from '../../config/proxies.ts'
import { quoteWord } from '../quote-word.ts'
import { backUp } from './backup.ts'
import type { Client, System } from './client.ts'
import { entryFor, holds, variableIn } from './entry-state.ts'
import { type FoundSettings, readSettingsOf, rejectForeign, settingsPath } from './find-settings.ts'
import { listClients } from './list-clients.ts'
import { maskToken, maskTokens } from './mask-token.ts'
import { findProgram, runOwnCommand } from './own-command.ts'
import { type Arguments, readArguments } from './read-arguments.ts'
import { wantedEntry } from './server-entry.ts'
import { writeSettingsFile } from './settings-file.ts'
import { showChange } from './show-change.ts'

/** How this program was started. */
export interface Started {
  execPath: string
  script: string
}

/** What `install` is about to do. */
interface Plan {
  client: Client
  settings: FoundSettings
  name: string
  entry: ReturnType<typeof entryFor>
  /** The path and arguments of the client's own command; undefined if the file is edited. */
  own: { program: string; args: string[] } | undefined
  /** Values that are shown masked. */
  tokens: (string | undefined)[]
}

/**
 * Runs `install CLIENT`, which adds this server to the settings of an MCP client, or changes its entry. Without a
 * client it lists them.
 * @param argv the arguments after `install`; those after `--` are flags of the server
 * @returns lines for the terminal that say what was done, with the token masked
 * @throws {UsageError} if an argument is wrong, or the settings cannot be edited; nothing is changed then
 */
export async function runInstallCommand(
  argv: readonly string[],
  { execPath, script }: Started,
  env: Record<string, string | undefined>,
): Promise<string> {
  const given = readArguments(argv)
  const { client, name, serverFlags } = given
  const system: System = { platform: process.platform, home: homedir(), env }
  const program = { execPath, script: realpathSync(script), platform: system.platform }
  if (!client) return listClients(system, { name, script: program.script })
  const { entry, tokenNote, example } = await wantedEntry(serverFlags, env, program)
  const path = settingsPath(client, system)
  const settings = await readSettingsOf(client, path, { name, script: program.script })
  rejectForeign(settings, name, 'install')
  const wanted = entryFor(client, entry)
  const own = ownCommandFor(client, wanted, { settings, given, system })
  const stored = variableIn(settings.entry, 'APIFY_TOKEN')
  const tokens = [filledIn(env.APIFY_TOKEN), stored]
  const plan = { client, settings, name, entry: wanted, own, tokens }
  const note = noteOn(stored, wanted.env?.APIFY_TOKEN, tokenNote)
  if (holds(settings.entry, wanted))
    return `Nothing to do: ${client.label} has ${name} as it should be, in ${path}.\n${note}`
  if (given.isDryRun) return `${previewOf(plan)}${note}`
  const done = await carryOut(plan)
  return `${done}${note}\n${client.restart}\nThen ask the agent: "${example}"\n`
}

/** Returns how the client's own command adds the server; undefined if it has none here, or only the file can be edited. */
function ownCommandFor(
  { ownCommand }: Client,
  entry: Plan['entry'],
  { settings, given, system }: { settings: FoundSettings; given: Arguments; system: System },
): Plan['own'] {
  // What a person added to an entry would be lost if the command wrote it anew.
  if (!ownCommand || given.onlyFile || settings.state !== 'absent') return undefined
  const program = findProgram(ownCommand.program, system)
  return program === undefined ? undefined : { program, args: ownCommand.add(given.name, entry) }
}

/** Returns what a person should know about the token, as lines that end. */
function noteOn(
  stored: string | undefined,
  written: string | undefined,
  note: string | undefined,
): string {
  if (written !== undefined) return ''
  if (stored !== undefined)
    return `\nThe APIFY_TOKEN in the settings (${maskToken(stored)}) stays. To change it, set APIFY_TOKEN and run this again.\n`
  return note === undefined ? '' : `\n${note}\n`
}

function changedText({ settings, client, name, entry }: Plan): string {
  return settings.format.put(settings.text, client.map, name, entry)
}

function previewOf(plan: Plan): string {
  const { settings, own, tokens } = plan
  if (own) {
    const line = [own.program, ...own.args].map((word) => quoteWord(maskTokens(word, tokens)))
    return `Would run:\n\n${line.join(' ')}\n`
  }
  const change = maskTokens(showChange(settings.text, changedText(plan)), tokens)
  const verb = settings.file.text === undefined ? 'write' : 'change'
  return `Would ${verb} ${settings.file.path}:\n\n${change}\n`
}

async function carryOut(plan: Plan): Promise<string> {
  const { client, settings, name, entry, own, tokens } = plan
  const text = own ? undefined : changedText(plan)
  const backup = await backUp(settings.file)
  if (text !== undefined) await writeSettingsFile(settings.file, text)
  if (own)
    await runOwnCommand(
      own.program,
      own.args,
      tokens.filter((each) => each !== undefined),
    )
  const { path } = settings.file
  const verb = settings.state === 'absent' ? 'Added' : 'Changed'
  const how = own ? `by \`${client.ownCommand?.program}\`` : `in ${path}`
  const words = [entry.command, ...entry.args].map(quoteWord).join(' ')
  const variables = Object.entries(entry.env ?? {}).map(([key, value]): [string, string] => [
    key,
    key === 'APIFY_TOKEN' ? maskToken(value) : value,
  ])
  const rows: [string, string][] = [
    ['command', maskTokens(words, tokens)],
    ...variables,
    ...(own ? [['settings', await placeOf(plan)] satisfies [string, string]] : []),
    ...(backup === undefined ? [] : [['backup', backup] satisfies [string, string]]),
  ]
  const width = Math.max(...rows.map(([key]) => key.length))
  const lines = rows.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`)
  return `${verb} ${name} ${verb === 'Added' ? 'to' : 'in'} ${client.label}, ${how}.\n\n${lines.join('\n')}\n`
}

/** Returns where the client's own command wrote the entry, if it can be seen there. */
async function placeOf({ client, settings, name }: Plan): Promise<string> {
  const { path } = settings.file
  const now = await readSettingsOf(client, path, { name, script: '' }).catch(() => undefined)
  return now?.entry === undefined ? `${path} (does not show it yet)` : path
}

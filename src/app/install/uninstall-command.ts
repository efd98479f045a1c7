import { realpathSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { UsageError } from '../../config/usage-error.ts'
import { quoteWord } from '../quote-word.ts'
import { readBackups } from './backup.ts'
import type { Client, System } from './client.ts'
import { entryIn, variableIn } from './entry-state.ts'
import { type FoundSettings, readSettingsOf, rejectForeign, settingsPath } from './find-settings.ts'
import type { Started } from './install-command.ts'
import { maskTokens } from './mask-token.ts'
import { findProgram, runOwnCommand } from './own-command.ts'
import { type Arguments, readArguments } from './read-arguments.ts'
import { readSettingsFile, writeSettingsFile } from './settings-file.ts'
import { isRecord } from './settings-format.ts'
import { showChange } from './show-change.ts'

/**
 * Runs `uninstall CLIENT`, which takes this server out of the settings of an MCP client. If nothing else changed
 * since `install`, the file is again what it was.
 * @returns lines for the terminal that say what was done
 * @throws {UsageError} if an argument is wrong, or the settings cannot be edited; nothing is changed then
 */
export async function runUninstallCommand(
  argv: readonly string[],
  { script }: Pick<Started, 'script'>,
  env: Record<string, string | undefined>,
): Promise<string> {
  const given = readArguments(argv)
  const { client, name } = given
  if (!client || given.serverFlags.length > 0)
    throw new UsageError(
      client ? '`uninstall` takes no flags of the server.' : '`uninstall` needs a client.',
      'Write: uninstall CLIENT [--dry-run]. `install` alone lists the clients.',
    )
  const system: System = { platform: process.platform, home: homedir(), env }
  const settings = await findEntry(client, system, { name, script: realpathSync(script) })
  const { path } = settings.file
  rejectForeign(settings, name, 'uninstall')
  if (settings.state === 'absent')
    return `Nothing to do: ${client.label} has no server ${name}, in ${path}.\n`
  const own = ownCommandFor(client, given, system)
  const text = await withoutEntry(settings, client, name)
  if (given.isDryRun) {
    const change = showChange(settings.text, text)
    return own
      ? `Would run:\n\n${[own.program, ...own.args].map(quoteWord).join(' ')}\n`
      : `Would change ${path}:\n\n${maskTokens(change, [variableIn(settings.entry, 'APIFY_TOKEN')])}\n`
  }
  if (own) await runOwnCommand(own.program, own.args, [])
  else await writeSettingsFile(settings.file, text)
  await expectRemoved(client, settings, name)
  await removeSame(path)
  const note = await noteOnBackups(settings)
  const how = own ? `by \`${client.ownCommand?.program}\`` : `in ${path}`
  return `Removed ${name} from ${client.label}, ${how}.\n${note}`
}

/** Returns a line on the backups that still hold the token, since nobody else would think of them. */
async function noteOnBackups({ file, entry }: FoundSettings): Promise<string> {
  const token = variableIn(entry, 'APIFY_TOKEN')
  if (!token) return ''
  const backups = (await readBackups(file)).filter(({ text }) => text.includes(token))
  if (backups.length === 0) return ''
  return `\nThese backups still hold the token. Delete them if you do not need them:\n\n${backups.map(({ path }) => `  ${path}`).join('\n')}\n`
}

/** Reads the settings that have the entry, which may be those of an older version, or else the present ones. */
async function findEntry(
  client: Client,
  system: System,
  server: { name: string; script: string },
): Promise<FoundSettings> {
  const present = settingsPath(client, system)
  const settings = await readSettingsOf(client, present, server)
  if (settings.state !== 'absent') return settings
  for (const path of client.files(system).filter((file) => file !== present)) {
    const older = await readSettingsOf(client, path, server).catch(() => undefined)
    if (older?.state === 'ours') return older
  }
  return settings
}

function ownCommandFor(
  { ownCommand }: Client,
  { name, onlyFile }: Arguments,
  system: System,
): { program: string; args: string[] } | undefined {
  if (!ownCommand?.remove || onlyFile) return undefined
  const program = findProgram(ownCommand.program, system)
  return program === undefined ? undefined : { program, args: ownCommand.remove(name) }
}

/** @throws {UsageError} if the client's own command ended well, but the entry is still there */
async function expectRemoved(client: Client, { file }: FoundSettings, name: string): Promise<void> {
  const now = await readSettingsOf(client, file.path, { name, script: '' })
  if (now.entry === undefined) return
  throw new UsageError(
    `${JSON.stringify(file.path)} still has the server ${JSON.stringify(name)}.`,
    'Run this command again with --file, which edits that file.',
  )
}

/** Removes the backups that are the same as the file has become. */
async function removeSame(path: string): Promise<void> {
  const file = await readSettingsFile(path)
  const same = (await readBackups(file)).filter(({ text }) => text === file.text)
  await Promise.all(same.map((backup) => rm(backup.path, { force: true })))
}

/** Returns the text without the entry: that of a backup, if it differs from the text by the entry alone. */
async function withoutEntry(
  { file, text, format, entry }: FoundSettings,
  client: Client,
  name: string,
): Promise<string> {
  const backups = await readBackups(file)
  const removed = format.remove(text, client.map, name)
  const before = backups.find((backup) => {
    try {
      if (!isRecord(entry) || entryIn(format.read(backup.text), client, name) !== undefined)
        return false
      const again = format.put(backup.text, client.map, name, entry)
      return format.remove(again, client.map, name) === removed
    } catch {
      return false
    }
  })
  return before?.text ?? removed
}

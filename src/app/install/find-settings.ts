import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { UsageError } from '../../config/usage-error.ts'
import type { Client, System } from './client.ts'
import { type EntryState, entryIn, stateOf } from './entry-state.ts'
import { JSON_SETTINGS } from './json-settings.ts'
import { findProgram } from './own-command.ts'
import { readSettingsFile, type SettingsFile } from './settings-file.ts'
import { BrokenSettings, isRecord, ownValue, type SettingsFormat } from './settings-format.ts'
import { TOML_SETTINGS } from './toml-settings.ts'

/** The settings of a client, and what they have under the name of the server. */
export interface FoundSettings {
  file: SettingsFile
  /** The text of the file; empty if there is none. */
  text: string
  format: SettingsFormat
  /** Undefined if there is none. */
  entry: unknown
  state: EntryState
}

function formatOf({ format }: Client): SettingsFormat {
  return format === 'toml' ? TOML_SETTINGS : JSON_SETTINGS
}

/** Returns the settings file that a client of this machine reads: an older place counts if only that is there. */
export function settingsPath(client: Client, system: System): string {
  const files = client.files(system)
  const [first = ''] = files
  return files.find((file) => existsSync(dirname(file))) ?? first
}

/** Returns whether a client has been on this machine: its settings, its folder, or its own command. */
export function isFound(client: Client, system: System): boolean {
  const hasFolder = (file: string) => dirname(file) !== system.home && existsSync(dirname(file))
  return (
    client.files(system).some((file) => existsSync(file) || hasFolder(file)) ||
    (client.ownCommand !== undefined &&
      findProgram(client.ownCommand.program, system) !== undefined)
  )
}

/**
 * Reads the settings of a client.
 * @param script the path of this program, which tells its own entry from others
 * @throws {UsageError} if the file cannot be read, or is not as the client expects it
 */
export async function readSettingsOf(
  client: Client,
  path: string,
  { name, script }: { name: string; script: string },
): Promise<FoundSettings> {
  const file = await readSettingsFile(path)
  const text = file.text ?? ''
  const format = formatOf(client)
  try {
    const settings = format.read(text)
    const map = ownValue(settings, client.map)
    if (map !== undefined && !isRecord(map))
      throw new BrokenSettings(`has no map of servers under "${client.map}", but another value`)
    const entry = entryIn(settings, client, name)
    return { file, text, format, entry, state: stateOf(entry, script) }
  } catch (error) {
    if (!(error instanceof BrokenSettings)) throw error
    throw new UsageError(
      `${JSON.stringify(path)} ${error.message}.`,
      'Nothing was changed: correct it, and run the command again.',
    )
  }
}

/** @throws {UsageError} if the entry is of another server, or no entry of a server */
export function rejectForeign(
  { state, file, entry }: FoundSettings,
  name: string,
  command: 'install' | 'uninstall',
): void {
  if (state !== 'foreign') return
  const remedy =
    command === 'install'
      ? 'Rename or remove it, or choose another name: --name apify-tools.'
      : 'Remove it by hand if you no longer need it.'
  const reason = isRecord(entry) ? 'is another server' : 'is not an entry of a server'
  throw new UsageError(
    `${JSON.stringify(name)} in ${JSON.stringify(file.path)} ${reason}, so it stays as it is.`,
    remedy,
  )
}

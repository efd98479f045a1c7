import { readFlags } from './flag-parser.ts'
import { FLAGS } from './flags.ts'
import { readVariables, variableOf } from './variables.ts'

/** Where the value of a setting came from. */
export type Origin =
  | { from: 'flag' }
  | { from: 'variable'; variable: string }
  /** `line` is counted from 1. */
  | { from: 'file'; file: string; line: number }

/** A setting that was given, with its value as a flag would give it. */
export interface Setting {
  value: string
  origin: Origin
}

/** The settings that were given, by the names of the flags. */
export type Settings = ReadonlyMap<string, Setting>

/**
 * Reads the settings that the command line and the environment give.
 * @param argv the arguments, without node and script
 * @throws {UsageError} if a flag or variable is unknown, or lacks its value
 */
export function readSettings(
  argv: readonly string[],
  env: Record<string, string | undefined>,
): Settings {
  const flags = [...readFlags(FLAGS, argv)].map(([name, value]): SettingEntry => {
    return [name, { value, origin: { from: 'flag' } }]
  })
  const variables = [...readVariables(env)].map(([name, value]): SettingEntry => {
    return [name, { value, origin: { from: 'variable', variable: variableOf(name) } }]
  })
  return new Map([...variables, ...flags])
}

type SettingEntry = [name: string, setting: Setting]

/** Returns the values of settings, by the names of the flags. */
export function valuesOf(settings: Settings): Map<string, string> {
  return new Map([...settings].map(([name, { value }]) => [name, value]))
}

/** Returns settings as flags, for a process that reads neither their variables nor their file. */
export function asFlags(settings: Settings): string[] {
  return [...settings].map(([name, { value }]) => `--${name}=${value}`)
}

import { realpathSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import type { Client, ServerEntry } from './client.ts'
import { isRecord, mergeValues, ownValue, type Settings } from './settings-format.ts'

/** What the settings have under the name of the server. */
export type EntryState = 'absent' | 'foreign' | 'ours'

/** Returns whether there is an entry of a name, and whether it starts this program. */
export function stateOf(entry: unknown, script: string): EntryState {
  if (entry === undefined) return 'absent'
  return startsThisProgram(entry, script) ? 'ours' : 'foreign'
}

/** Returns the entry in the form of the client. */
export function entryFor({ extra }: Client, entry: ServerEntry): ServerEntry & { type?: string } {
  return { ...extra, ...entry }
}

/** Returns whether an entry would stay as it is if the keys of another one were put into it. */
export function holds(entry: unknown, wanted: object): boolean {
  return isRecord(entry) && isDeepStrictEqual(mergeValues(entry, wanted), { ...entry })
}

/** Returns a variable in the environment of an entry; undefined if it has none. */
export function variableIn(entry: unknown, name: string): string | undefined {
  const value = ownValue(ownValue(entry, 'env'), name)
  return typeof value === 'string' ? value : undefined
}

/** Returns the entry of a name in the map of a client; undefined if there is none. */
export function entryIn(settings: Settings, { map }: Client, name: string): unknown {
  return ownValue(ownValue(settings, map), name)
}

/** Looks at the command, or at the package or script that Node, npx or a shell is given. */
function startsThisProgram(entry: unknown, script: string): boolean {
  const command = ownValue(entry, 'command')
  const args = ownValue(entry, 'args')
  if (typeof command !== 'string') return false
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string') : []
  const target = words.find((word) => !/^-|^\/c$|^npx(?:\.cmd)?$/i.test(word))
  return isThisProgram(command, script) || (target !== undefined && isThisProgram(target, script))
}

/** Returns whether a word is the published name of this program, or the path of this or another copy of it. */
function isThisProgram(word: string, script: string): boolean {
  const name = word.split(/[\\/]/).at(-1) ?? ''
  if (/^apify-agent-tools(?:@[\w.^~-]+)?(?:\.cmd|\.exe)?$/.test(name)) return true
  if (/[\\/]apify-agent-tools[^\\/]*[\\/]dist[\\/]main\.js$/.test(word)) return true
  return word === script || realPath(word) === script
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path)
  } catch {
    return undefined
  }
}

import { dirname } from 'node:path'
import { evaluate, type MemberNode, type ObjectNode, parse } from '@humanwhocodes/momoa'
import { quoted } from '../shared/quote.ts'
import { checkedText, unknownKey } from './config-file-values.ts'
import type { Flag } from './flag-parser.ts'
import { FILE_FLAGS, FLAGS } from './flags.ts'
import { folderPath } from './folders.ts'
import { readSmallFile } from './read-small-file.ts'
import { withAbsolutePaths } from './setting-paths.ts'
import type { Setting, Settings } from './settings.ts'
import { UsageError } from './usage-error.ts'

/** Where an editor finds the schema of the file. */
const SCHEMA_KEY = '$schema'

/**
 * Reads the settings of a config file. Relative paths in it begin in its folder.
 * @param given the path of the file
 * @throws {UsageError} that names the file, the line, and what is wrong there
 */
export async function readConfigFile(given: string): Promise<Settings> {
  const file = folderPath(given)
  const text = await readSmallFile(file, nameOf(file), 'Name a JSON file with --config.')
  const settings = new Map<string, Setting>()
  for (const { name, value } of parseObject(file, text).members) {
    const key = keyOf(name)
    if (key === SCHEMA_KEY) continue
    const { line } = name.loc.start
    const place = `${quoted(key)} in ${file}:${line}`
    if (settings.has(key))
      throw new UsageError(`${place} is there a second time.`, 'Remove one of them.')
    const flag = flagOf(key, place)
    settings.set(key, {
      value: resolved(flag, checkedText(flag, plainValue(value, place), place), { place, file }),
      origin: { from: 'file', file, line },
    })
  }
  return settings
}

/** @throws {UsageError} if the key is not a setting of a file */
function flagOf(key: string, place: string): Flag {
  const flag = FILE_FLAGS.find(({ name }) => name === key)
  if (flag) return flag
  if (!FLAGS.some(({ name }) => name === key)) throw unknownKey(key, place)
  throw new UsageError(
    `${place} is not a setting of a file.`,
    `Remove it, and write --${key} on the command line.`,
  )
}

/**
 * Returns a value whose relative paths begin in the folder of the file.
 * @throws {UsageError} if that folder has a comma, which ends an entry of a list
 */
function resolved(flag: Flag, value: string, { place, file }: { place: string; file: string }) {
  const absolute = withAbsolutePaths(flag, value, dirname(file))
  if (flag.kind !== 'list' || absolute.split(',').length === value.split(',').length)
    return absolute
  throw new UsageError(
    `${place} is relative to a folder with a comma in its path.`,
    'Move the file, or write absolute paths.',
  )
}

/** @throws {UsageError} if it is nested deeper than the stack */
function plainValue(node: MemberNode['value'], place: string): unknown {
  try {
    return evaluate(node)
  } catch {
    throw new UsageError(`${place} is nested too deep.`, 'No setting has lists within a list.')
  }
}

function keyOf(name: MemberNode['name']): string {
  return name.type === 'String' ? name.value : name.name
}

/** @throws {UsageError} if the text is not JSON, or not an object */
function parseObject(file: string, text: string): ObjectNode {
  const example = 'Write an object such as { "read-only": true }.'
  if (text.trim() === '') throw new UsageError(`${nameOf(file)} is empty.`, example)
  const { body } = parseJson(file, text)
  if (body.type === 'Object') return body
  throw new UsageError(`${nameOf(file)} does not hold a JSON object.`, example)
}

function parseJson(file: string, text: string) {
  try {
    return parse(text, { mode: 'json' })
  } catch (error) {
    // Nested deeper than the stack, an error has no line.
    const at = error instanceof Error && 'line' in error ? `, line ${error.line},` : ''
    throw new UsageError(
      `${nameOf(file)}${at} is not valid JSON.`,
      'Keys and texts stand in double quotes, with a comma between two entries, and no comments.',
    )
  }
}

const nameOf = (file: string) => `The config file ${JSON.stringify(file)}`

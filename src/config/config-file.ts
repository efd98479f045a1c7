import { dirname } from 'node:path'
import { evaluate, type MemberNode, type ObjectNode, parse } from '@humanwhocodes/momoa'
import { checkedText, unknownKey } from './config-file-values.ts'
import type { Flag } from './flag-parser.ts'
import { FLAGS, PRINT_FLAGS } from './flags.ts'
import { folderPath } from './folders.ts'
import { readSmallFile } from './read-small-file.ts'
import { withAbsolutePaths } from './setting-paths.ts'
import type { Settings } from './settings.ts'
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
  const settings: [
    string,
    { value: string; origin: { from: 'file'; file: string; line: number } },
  ][] = []
  const seen = new Set<string>()
  for (const member of parseObject(file, text).members) {
    const key = keyOf(member)
    const { line } = member.name.loc.start
    const place = `${JSON.stringify(key)} in ${file}:${line}`
    if (seen.has(key))
      throw new UsageError(`${place} is there a second time.`, 'Remove one of them.')
    seen.add(key)
    if (key === SCHEMA_KEY) continue
    const flag = flagOf(key, place)
    const value = checkedText(flag, evaluate(member.value), place)
    const absolute = withAbsolutePaths(flag, value, dirname(file))
    settings.push([key, { value: absolute, origin: { from: 'file', file, line } }])
  }
  return new Map(settings)
}

/** @throws {UsageError} if the key is not a setting of a file */
function flagOf(key: string, place: string): Flag {
  const flag = FLAGS.find(({ name }) => name === key)
  if (!flag) throw unknownKey(key, place)
  if (key !== 'config' && !PRINT_FLAGS.includes(flag)) return flag
  throw new UsageError(
    `${place} is not a setting of a file.`,
    `Remove it, and write --${key} on the command line.`,
  )
}

function keyOf({ name }: MemberNode): string {
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

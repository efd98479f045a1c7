import { isDeepStrictEqual } from 'node:util'
import { parse, patch } from '@decimalturn/toml-patch'
import {
  BrokenSettings,
  isRecord,
  lineEnding,
  mergeValues,
  ownValue,
  plainValues,
  type Settings,
  type SettingsFormat,
} from './settings-format.ts'

/** Edits TOML. */
export const TOML_SETTINGS: SettingsFormat = { read, put, remove }

function read(text: string): Settings {
  try {
    const value = plainValues(parse(text, { integersAsBigInt: 'asNeeded' }))
    return isRecord(value) ? value : {}
  } catch (error) {
    throw new BrokenSettings(`is not valid TOML${reason(error)}`)
  }
}

/** Returns what an error of the parser says, without the line of the file, which may hold a secret. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return ''
  const [, line] = /\((\d+), \d+\)/.exec(error.message) ?? []
  const problem = error.message.split('\n').at(-1) ?? ''
  return line === undefined
    ? ''
    : `: ${problem.slice(0, 1).toLowerCase()}${problem.slice(1)}, line ${line}`
}

function put(text: string, map: string, name: string, entry: object): string {
  const before = read(text)
  const expected = mergeValues(before, { [map]: { [name]: entry } })
  // As a table at the end, in the form that people write, if TOML allows one there.
  if (ownValue(ownValue(before, map), name) === undefined) {
    const after = withTable(text, [map, name], entry)
    if (isAs(after, expected)) return after
  }
  return checked(patch(text, expected), expected)
}

function remove(text: string, map: string, name: string): string {
  const before = read(text)
  const { [name]: _, ...others } = mergeValues(ownValue(before, map), {})
  // A table that only held this one goes with it.
  const { [map]: __, ...rest } = before
  const expected = Object.keys(others).length > 0 ? { ...before, [map]: others } : rest
  return checked(patch(text, expected), expected)
}

/** Returns the text with a table at its end, and tables below it. */
function withTable(text: string, path: readonly string[], value: object): string {
  const eol = lineEnding(text)
  const lines = tableLines(path, value).join(eol)
  if (text.replace('\uFEFF', '') === '') return `${text}${lines}${eol}`
  const gap = /(?:^|\n)\r?\n$/.test(text) ? '' : /\n$/.test(text) ? eol : eol + eol
  return `${text}${gap}${lines}${eol}`
}

function tableLines(path: readonly string[], value: object): string[] {
  const entries = Object.entries(value)
  const own = entries.filter(([, each]) => !isRecord(each))
  const below = entries.filter(([, each]) => isRecord(each))
  return [
    `[${path.map(keyText).join('.')}]`,
    ...own.map(([key, each]) => `${keyText(key)} = ${valueText(each)}`),
    ...below.flatMap(([key, each]) => ['', ...tableLines([...path, key], each)]),
  ]
}

function keyText(key: string): string {
  return /^[\w-]+$/.test(key) ? key : stringText(key)
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(valueText).join(', ')}]` : stringText(String(value))
}

/** Returns a basic string of TOML, whose escapes are those of JSON. TOML escapes U+007F as well. */
function stringText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f')
}

function isAs(text: string, expected: Settings): boolean {
  try {
    return isDeepStrictEqual(read(text), expected)
  } catch {
    return false
  }
}

/** @throws {Error} if an edit did not come out as it should, so that nothing is written */
function checked(text: string, expected: Settings): string {
  if (isAs(text, expected)) return text
  throw new Error('The settings could not be edited safely, so nothing was written.')
}

import { isDeepStrictEqual } from 'node:util'
import {
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { insertProperty, removeProperty, replaceValue } from './json-text.ts'
import {
  BrokenSettings,
  isRecord,
  mergeValues,
  ownValue,
  plainValues,
  type Settings,
  type SettingsFormat,
} from './settings-format.ts'

/** Edits JSON, with comments and commas at the end of lists if the file has them. */
export const JSON_SETTINGS: SettingsFormat = { read, put, remove }

/** What a file without any value begins with. */
const EMPTY = '{}\n'

function read(text: string): Settings {
  const value = isBlank(text) ? {} : plainValues(getNodeValue(parseRoot(text)))
  return isRecord(value) ? value : {}
}

function put(text: string, map: string, name: string, entry: object): string {
  const start = isBlank(text) ? text + EMPTY : text
  const before = read(start)
  const after = setKeys(start, [map, name], entry)
  checkEdit(after, mergeValues(before, { [map]: { [name]: entry } }))
  return after
}

function remove(text: string, map: string, name: string): string {
  const object = objectAt(parseRoot(text), [map])
  const property = object && propertyOf(object, name)
  if (!object || !property) return text
  const { [name]: _, ...others } = mergeValues(ownValue(read(text), map), {})
  const after = removeProperty(text, object, property)
  checkEdit(after, { ...read(text), [map]: others })
  return after
}

/** Gives each key below a path its value; objects are merged. */
function setKeys(text: string, path: string[], value: object): string {
  let current = text
  if (!objectAt(parseRoot(text), path)) return setValue(text, path, value)
  for (const [key, each] of Object.entries(value)) {
    current = isRecord(each)
      ? setKeys(current, [...path, key], each)
      : setValue(current, [...path, key], each)
  }
  return current
}

/** Sets the value at a path, and makes the objects above it if there are none. */
function setValue(text: string, path: string[], value: unknown): string {
  const above = path.slice(0, -1)
  const key = path.at(-1) ?? ''
  const object = objectAt(parseRoot(text), above)
  if (!object) return setValue(text, above, { [key]: value })
  const node = propertyOf(object, key)?.children?.[1]
  if (!node) return insertProperty(text, object, key, value)
  return isDeepStrictEqual(plainValues(getNodeValue(node)), value)
    ? text
    : replaceValue(text, node, value)
}

/** @throws {BrokenSettings} if the text is not JSON, or not an object */
function parseRoot(text: string): Node {
  const errors: ParseError[] = []
  const root = parseTree(text, errors, { allowTrailingComma: true })
  const [first] = errors
  if (first) {
    const problem = printParseErrorCode(first.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    throw new BrokenSettings(
      `is not valid JSON: ${problem.toLowerCase()}, ${place(text, first.offset)}`,
    )
  }
  if (root?.type !== 'object') throw new BrokenSettings('is not a JSON object')
  return root
}

function place(text: string, offset: number): string {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/)
  return `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`
}

/** Returns the object at a path; undefined if there is none. */
function objectAt(root: Node, path: readonly string[]): Node | undefined {
  let node: Node | undefined = root
  for (const key of path) node = node && propertyOf(node, key)?.children?.[1]
  return node?.type === 'object' ? node : undefined
}

/** Returns a property of an object. Of two with one name the last counts, as in JavaScript. */
function propertyOf({ type, children = [] }: Node, key: string): Node | undefined {
  if (type !== 'object') return undefined
  return children.findLast((property) => property.children?.[0]?.value === key)
}

/** Returns whether a text has no value, but perhaps comments. */
function isBlank(text: string): boolean {
  return text.replaceAll(/\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g, '').trim() === ''
}

/** @throws {Error} if an edit did not come out as it should, so that nothing is written */
function checkEdit(text: string, expected: Settings): void {
  if (!isDeepStrictEqual(read(text), expected))
    throw new Error('The settings could not be edited safely, so nothing was written.')
}

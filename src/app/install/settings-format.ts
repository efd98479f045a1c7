/** Text of a settings file that cannot be edited: what is wrong, and where. */
export class BrokenSettings extends Error {
  override name = 'BrokenSettings'
}

/** The values in a settings file. */
export type Settings = Record<string, unknown>

/** Edits the text of a settings file, and changes nothing of it but one entry of one map. */
export interface SettingsFormat {
  /** @throws {BrokenSettings} if the text is malformed, or is not an object or table */
  read: (text: string) => Settings
  /**
   * Returns the text with an entry whose given keys have the given values. Other keys of an entry that is there
   * stay.
   */
  put: (text: string, map: string, name: string, entry: object) => string
  /** Returns the text without an entry, which must be there. */
  remove: (text: string, map: string, name: string) => string
}

/** Returns whether a value is an object, and neither a list nor a date. */
export function isRecord(value: unknown): value is Settings {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Returns values with plain objects in place of those without a prototype, which parsers return. */
export function plainValues(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainValues)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainValues(each)]))
}

/** Returns a value of a record; undefined if there is none of its own. */
export function ownValue(record: unknown, key: string): unknown {
  return isRecord(record) && Object.hasOwn(record, key) ? record[key] : undefined
}

/** Returns the values of a record with those of another one over them, maps merged. */
export function mergeValues(under: unknown, over: object): Settings {
  const merged: Settings = isRecord(under) ? { ...under } : {}
  for (const [key, value] of Object.entries(over)) {
    merged[key] = isRecord(value) ? mergeValues(ownValue(under, key), value) : value
  }
  return merged
}

/** Returns the line ending that a text has, or that of this system's editors if it has none. */
export function lineEnding(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n'
}

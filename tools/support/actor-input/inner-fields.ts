import { isObject } from '../../../src/shared/json.ts'

/** Values of an input that are looked at; a larger input is only looked at in part. */
const MAX_VALUES = 10_000
/** Names that are collected of each kind. */
const MAX_NAMES = 10
/** Levels of objects and lists within each other. The rest counts as described. */
const MAX_LEVELS = 50
/** Editors whose values the platform knows without a description. */
const KNOWN_EDITORS = ['requestListSources', 'proxy', 'stringList']
/** Keywords that say what an object or a list holds in ways that are not followed here. */
const OTHER_KEYWORDS = [
  ...['$ref', 'allOf', 'anyOf', 'oneOf', 'if', 'not', 'const', 'enum'],
  ...[
    'patternKey',
    'patternValue',
    'patternProperties',
    'prefixItems',
    'contains',
    'propertyNames',
  ],
]

/** What the fields within an input's objects and lists are to its schema. */
export interface InnerFields {
  /** Paths of fields that the schema of their object does not name, such as `pages[0].ur`. */
  unknown: string[]
  /** Objects and lists that the schema does not describe any further, such as `pages[].options`. */
  undescribed: string[]
}

/**
 * Looks into the objects and lists of an input.
 * @param schema of the whole input; its own fields are not looked for among the unknown ones
 */
export function innerFields(schema: Record<string, unknown>, input: object): InnerFields {
  const walk = new Walk()
  const properties = isObject(schema.properties) ? schema.properties : {}
  for (const [name, value] of Object.entries(input)) walk.visit(properties[name], value, name, 1)
  return { unknown: walk.unknown, undescribed: [...walk.undescribed] }
}

class Walk {
  readonly unknown: string[] = []
  readonly undescribed = new Set<string>()
  private left = MAX_VALUES

  visit(schema: unknown, value: unknown, path: string, level: number): void {
    if (this.left-- <= 0 || level > MAX_LEVELS || !isObject(schema)) return
    const isKnown = KNOWN_EDITORS.includes(String(schema.editor))
    if (isKnown || OTHER_KEYWORDS.some((keyword) => Object.hasOwn(schema, keyword))) return
    if (Array.isArray(value)) this.visitList(schema.items, value, path, level)
    else if (isObject(value)) this.visitObject(schema, value, path, level)
  }

  private visitList(items: unknown, list: unknown[], path: string, level: number): void {
    if (!isDescription(items)) this.note(list.length, path)
    else
      for (const [i, entry] of list.entries()) this.visit(items, entry, `${path}[${i}]`, level + 1)
  }

  private visitObject(
    { properties, additionalProperties: others }: Record<string, unknown>,
    object: Record<string, unknown>,
    path: string,
    level: number,
  ): void {
    const keys = Object.keys(object)
    if (!isDescription(properties) && !isDescription(others)) {
      this.note(keys.length, path)
      return
    }
    const named = isObject(properties) ? properties : {}
    for (const key of keys) {
      const within = `${path}.${key}`
      if (Object.hasOwn(named, key)) this.visit(named[key], object[key], within, level + 1)
      else if (isDescription(others)) this.visit(others, object[key], within, level + 1)
      // One that is not allowed is a problem already.
      else if (others !== false && this.unknown.length < MAX_NAMES) this.unknown.push(within)
    }
  }

  private note(count: number, path: string): void {
    if (count > 0 && this.undescribed.size < MAX_NAMES) {
      this.undescribed.add(path.replace(/\[\d+\]/g, '[]'))
    }
  }
}

/** Returns whether a part of a schema says anything. */
function isDescription(part: unknown): boolean {
  return isObject(part) && Object.keys(part).length > 0
}

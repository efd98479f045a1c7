import { isItem } from '../storage/item-log/item.ts'

/** Values of an input that are looked at, and parts that are named. */
const MAX_VALUES = 10_000
const MAX_PARTS = 10
/** Editors whose values the checker knows, and keywords by which it checks what is inside. */
const KNOWN_EDITORS = ['requestListSources', 'proxy', 'stringList']
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

/**
 * Returns the objects and lists of an input that its schema does not describe any further, such as
 * `pages[].options`. What is inside of them is not checked.
 */
export function undescribedParts(schema: Record<string, unknown>, input: object): string[] {
  const found = new Set<string>()
  const waiting = partsOf(schema, input, '')
  for (let seen = 0; seen < MAX_VALUES && found.size < MAX_PARTS; seen++) {
    const part = waiting.pop()
    if (!part) break
    const { rules, value, path } = part
    if (typeof value !== 'object' || value === null || isCheckedOtherwise(rules)) continue
    const inner = partsOf(rules, value, path)
    if (inner.length > 0) waiting.push(...inner.slice(0, MAX_VALUES))
    else if (Object.keys(value).length > 0 && !isDescribed(rules, value)) found.add(path)
  }
  return [...found].sort()
}

interface Part {
  rules: Record<string, unknown>
  value: unknown
  path: string
}

/** Returns what is inside of a value and has a schema of its own. */
function partsOf(rules: Record<string, unknown>, value: object, path: string): Part[] {
  const { items, properties, additionalProperties } = rules
  if (Array.isArray(value)) {
    return isRules(items)
      ? value.map((each) => ({ rules: items, value: each, path: `${path}[]` }))
      : []
  }
  const named = isItem(properties) ? properties : {}
  return Object.entries(value).flatMap(([key, each]) => {
    const own = Object.hasOwn(named, key) ? named[key] : additionalProperties
    return isRules(own) ? [{ rules: own, value: each, path: path ? `${path}.${key}` : key }] : []
  })
}

function isDescribed(
  { items, properties, additionalProperties }: Part['rules'],
  value: object,
): boolean {
  const parts = Array.isArray(value) ? [items] : [properties, additionalProperties]
  return parts.some(isRules)
}

/** Returns whether a part of a schema says anything. */
function isRules(part: unknown): part is Record<string, unknown> {
  return isItem(part) && Object.keys(part).length > 0
}

function isCheckedOtherwise(rules: Record<string, unknown>): boolean {
  return (
    KNOWN_EDITORS.includes(String(rules.editor)) ||
    OTHER_KEYWORDS.some((keyword) => Object.hasOwn(rules, keyword))
  )
}

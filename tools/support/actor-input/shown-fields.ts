import { isObject } from '../../../src/shared/json.ts'

/** A longer description is not searched further, in characters. */
const MAX_CHARS = 5000
/** Brackets that are tried as the beginning of JSON. */
const MAX_TRIES = 20
/** Names that are taken from a text at most. */
const MAX_NAMES = 8
/** Words in backquotes that are no names of fields. */
const NO_NAMES = /^(?:true|false|null|undefined|string|number|integer|boolean|object|array|json)$/i

/**
 * Returns the fields of an object that a description shows, as JSON, as a literal of JavaScript or by
 * their names. Names alone have no value.
 * @param own the name of the field that is described, which its description may repeat
 * @returns undefined if it shows none
 */
export function shownFields(
  description: string | undefined,
  own: string,
): Record<string, unknown> | undefined {
  const text = (description ?? '').slice(0, MAX_CHARS).replaceAll('&quot;', '"')
  const json = shownJson(text)
  if (json) return json
  const names = [...new Set(shownNames(text))].filter((name) => name !== own)
  if (names.length === 0) return undefined
  return Object.fromEntries(names.slice(0, MAX_NAMES).map((name) => [name, undefined]))
}

/** Returns the first object with fields that stands in a text as JSON, also as an entry of a list. */
function shownJson(text: string): Record<string, unknown> | undefined {
  const starts = [...text.matchAll(/\{/g)].slice(0, MAX_TRIES)
  for (const { index } of starts) {
    const value = parse(text.slice(index, endOf(text, index)))
    if (isObject(value) && Object.keys(value).length > 0) return value
  }
  return undefined
}

/** Returns where an object ends that begins at `start`: after the bracket that closes it. */
function endOf(text: string, start: number): number {
  let depth = 0
  const tokens = /"(?:\\.|[^"\\])*"|[{}]/g
  tokens.lastIndex = start
  for (let token = tokens.exec(text); token; token = tokens.exec(text)) {
    if (token[0] === '{') depth++
    if (token[0] === '}' && --depth === 0) return tokens.lastIndex
  }
  return text.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shownNames(text: string): string[] {
  // `{ url: 'a', label: 'b' }` and `{url, label}`.
  for (const [, inside = ''] of text.matchAll(/\{([^{}]{1,400})\}/g)) {
    const keys = [
      ...inside.matchAll(/(?:^|[,;])\s*["'`]?([A-Za-z_]\w{0,40})["'`]?\??\s*(?=[:,;]|$)/g),
    ]
    if (keys.length > 0) return keys.map(([, name = '']) => name)
  }
  if (!/\b(?:objects?|entr(?:y|ies)|each|fields?|keys?|properties)\b/i.test(text)) return []
  return [...text.matchAll(/`"?([A-Za-z_]\w{0,40})"?`/g)]
    .map(([, name = '']) => name)
    .filter((name) => !NO_NAMES.test(name))
}

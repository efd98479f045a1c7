import { closingQuote, decodeJson } from '../shared/json.ts'

const QUOTE = 34
const ARRAY = 91
const ARRAY_END = 93
const OBJECT = 123
const OBJECT_END = 125

/** What is read for an id, in characters: a longer one is not repeated. */
const MAX_ID_CHARS = 1000
const ID = /^\s*:\s*(-?\d{1,15}|"(?:[^"\\]|\\.)*")\s*[,}]/

/**
 * Returns the id of a request that is not parsed, so that its sender is answered. Only the text is read.
 * @returns null if it has none, or is not a request: the id of a response is one of ours
 */
export function findId(json: string): string | number | null {
  let isRequest = false
  let id: string | number | null = null
  for (const [from, after] of membersOf(json)) {
    if (json.startsWith('"method"', from)) isRequest = true
    if (json.startsWith('"id"', from)) id = readId(json, after) ?? id
  }
  return isRequest ? id : null
}

/** Yields where each string of the outermost object begins and ends: its keys are among them. */
function* membersOf(json: string): Generator<[from: number, after: number]> {
  let depth = 0
  for (let at = 0; at < json.length; at++) {
    const code = json.charCodeAt(at)
    if (code === OBJECT || code === ARRAY) depth++
    else if (code === OBJECT_END || code === ARRAY_END) depth--
    else if (code === QUOTE) {
      const after = closingQuote(json, at + 1)
      if (depth === 1) yield [at, after]
      at = after - 1
    }
  }
}

/** Returns the value after a key; undefined if it is not an id. */
function readId(json: string, from: number): string | number | undefined {
  const found = ID.exec(json.slice(from, from + MAX_ID_CHARS))?.[1]
  const id = found === undefined ? undefined : decodeJson(found)
  return typeof id === 'string' || typeof id === 'number' ? id : undefined
}

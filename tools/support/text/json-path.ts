import { ToolError } from '../../../src/shared/errors.ts'
import { namedKeys, quoted, quotedName, shorten } from '../../../src/shared/quote.ts'

/** One step: a name after a dot (or at the start), an index in brackets, or a quoted name in brackets. */
const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y

/**
 * Returns the part of a JSON value that a path such as `pages[0].title` names.
 * @throws {ToolError} that says how far the path leads, and what can follow there
 */
export function valueAt(value: unknown, path: string): unknown {
  let found: unknown = value
  let walked = ''
  for (const step of steps(path)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) {
      throw new ToolError(
        `There is no ${quotedName(step)} at ${walked === '' ? 'the top level' : shorten(walked)}.`,
        continuation(found),
      )
    }
    found = Object.getOwnPropertyDescriptor(found, step)?.value
    walked += `${walked && '.'}${step}`
  }
  return found
}

function steps(path: string): string[] {
  const found: string[] = []
  STEP.lastIndex = 0
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path)
    if (!match) {
      throw new ToolError(
        '`path` is not a valid path.',
        'Write it as `name.other[0]`, or `["a name with dots"]`.',
      )
    }
    found.push(match[1] ?? match[2] ?? match[3]?.replace(/\\(.)/g, '$1') ?? '')
  }
  return found
}

/** Returns a sentence on how a path can continue from a value. */
function continuation(value: unknown): string {
  if (Array.isArray(value))
    return `That is an array of ${value.length} entries: continue with an index such as \`[0]\`.`
  if (value === null) return 'That is null: end the path there.'
  if (typeof value !== 'object') return `That is a ${typeof value}: end the path there.`
  const keys = Object.keys(value)
  if (keys.length === 0) return 'That is an empty object: end the path there.'
  return `The keys there are ${namedKeys(keys, (key) => quoted(key, 40))}.`
}

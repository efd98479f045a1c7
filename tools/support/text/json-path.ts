import { ToolError } from '../../../src/shared/errors.ts'

/** One step of a path: a name after a dot (or at the start), or an index or quoted name in brackets. */
const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y

/**
 * The part of a JSON value that a path such as `pages[0].title` names.
 * @throws ToolError that says how far the path leads and what can follow there
 */
export function valueAt(value: unknown, path: string): unknown {
  let at: unknown = value
  let walked = ''
  for (const step of steps(path)) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, step)) {
      throw new ToolError(
        `There is no \`${step.slice(0, 60)}\` at ${walked || 'the top level'}.`,
        continuation(at),
      )
    }
    at = Object.getOwnPropertyDescriptor(at, step)?.value
    walked += `${walked && '.'}${step}`
  }
  return at
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

function continuation(at: unknown): string {
  if (Array.isArray(at))
    return `That is an array of ${at.length} entries: continue with an index such as \`[0]\`.`
  if (typeof at !== 'object' || at === null)
    return `That is ${at === null ? 'null' : `a ${typeof at}`}: end the path there.`
  const keys = Object.keys(at)
  return `The keys there are ${keys
    .slice(0, 12)
    .map((key) => JSON.stringify(key.slice(0, 40)))
    .join(', ')}${keys.length > 12 ? ', …' : ''}.`
}

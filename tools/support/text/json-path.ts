import { ToolError } from '../../../src/shared/errors.ts'
import { namedKeys, quoted, quotedName, shorten } from '../../../src/shared/quote.ts'
import type { DeadEnd, Missing } from '../../../src/untrusted/walk-path.ts'

/** One step: a name after a dot (or at the start), an index in brackets, or a quoted name in brackets. */
const STEP = /\.?([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/y

/**
 * Returns the part of a JSON value that a path such as `pages[0].title` names.
 * @throws {ToolError} that says how far the path leads, and what can follow there
 */
export function valueAt(value: unknown, path: string): unknown {
  let found: unknown = value
  const walked: string[] = []
  for (const step of pathSteps(path)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step))
      throw missingStep({ step, walked, ...describe(found) })
    found = Object.getOwnPropertyDescriptor(found, step)?.value
    walked.push(step)
  }
  return found
}

/** Returns the error of a step that leads nowhere. */
export function missingStep(missing: Missing): ToolError {
  const { step, walked } = missing
  const place = walked.length === 0 ? 'the top level' : shorten(walked.join('.'))
  return new ToolError(`There is no ${quotedName(step)} at ${place}.`, continuation(missing))
}

/**
 * Returns the keys and indices of a path.
 * @throws {ToolError} if it is not a path
 */
export function pathSteps(path: string): string[] {
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

function describe(value: unknown): DeadEnd {
  if (Array.isArray(value)) return { kind: 'array', entries: value.length }
  if (value === null) return { kind: 'null' }
  if (typeof value === 'number') return { kind: 'number' }
  if (typeof value === 'boolean') return { kind: 'boolean' }
  if (typeof value !== 'object') return { kind: 'string' }
  const keys = Object.keys(value)
  return { kind: 'object', keys, count: keys.length }
}

/** Returns a sentence on how a path can continue from a value. */
function continuation(there: DeadEnd): string {
  if (there.kind === 'array')
    return `That is an array of ${there.entries} entries: continue with an index such as \`[0]\`.`
  if (there.kind === 'null') return 'That is null: end the path there.'
  if (there.kind !== 'object') return `That is a ${there.kind}: end the path there.`
  if (there.count === 0) return 'That is an empty object: end the path there.'
  return `The keys there are ${namedKeys(there.keys, (key) => quoted(key, 40), there.count)}.`
}

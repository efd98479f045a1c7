import { Script } from 'node:vm'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { RE2JS } from 're2js'
import { oneLine } from '../text/one-line.ts'

/** Problems that are looked for at most; a page of errors helps nobody. */
const MAX_PROBLEMS = 20
/** A larger schema is not compiled: the work grows with it, and real ones are far smaller. Characters. */
const MAX_SCHEMA_CHARS = 1_000_000
/**
 * A check takes no longer, in milliseconds. Both schema and input are strangers' work: references to
 * references can double the work with each, and unique entries are compared each with each.
 */
const MAX_CHECK_MS = 1000

/** What is wrong with an input, and where: `startUrls[0].url`, or nothing for the input as a whole. */
export interface InputProblem {
  path: string
  reason: string
}

/** Checks inputs; as JSON schema has it, without the platform's own additions. */
export type InputCheck = (input: unknown) => InputProblem[]

/** @returns nothing where the schema itself cannot be used */
export function compileCheck(schema: Record<string, unknown>): InputCheck | undefined {
  const length = attempt(() => JSON.stringify(schema).length)
  // Nothing where it is nested deeper than the stack reaches.
  if (length === undefined || length > MAX_SCHEMA_CHARS) return undefined
  // Patterns are written by strangers, so that they run where none can take exponential time.
  const engine = (pattern: string) => {
    const compiled = attempt(() => RE2JS.compile(pattern))
    // Ajv tells its patterns apart by their texts.
    return { test: (text: string) => compiled?.test(text) ?? true, toString: () => pattern }
  }
  const regExp = Object.assign(engine, { code: 'safePattern' })
  const ajv = new Ajv2019({
    strict: false,
    allErrors: true,
    validateFormats: false,
    logger: false,
    code: { regExp },
  })
  const validate = attempt(() => inTime(() => ajv.compile(schema)))
  if (!validate) return undefined
  return (input) => {
    // What cannot be checked in time counts as right: the platform has the last word.
    if (attempt(() => inTime(() => validate(input))) ?? true) return []
    return (validate.errors ?? []).slice(0, MAX_PROBLEMS).map((error) => ({
      path: pathOf(error.instancePath, missingKey(error.keyword, error.params)),
      reason: reasonOf(error.keyword, error.params, error.message),
    }))
  }
}

const caller = new Script('work()')

/** Does work that must not hold up everyone else. @throws Error where it takes too long */
function inTime<T>(work: () => T): T | undefined {
  let result: T | undefined
  const task = () => {
    result = work()
  }
  caller.runInNewContext({ work: task }, { timeout: MAX_CHECK_MS })
  return result
}

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

type Params = Record<string, unknown>

/** The key that is missing or must not be there, which belongs to the path. */
function missingKey(keyword: string, params: Params): string | undefined {
  if (keyword === 'required') return String(params.missingProperty)
  if (keyword === 'additionalProperties') return String(params.additionalProperty)
  return undefined
}

function reasonOf(keyword: string, params: Params, message: string | undefined): string {
  if (keyword === 'required') return 'is required'
  if (keyword === 'additionalProperties') return 'is not a field of this input'
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    const shown = params.allowedValues
      .slice(0, 10)
      .map((value) => oneLine(JSON.stringify(value), 60))
    const rest = params.allowedValues.length - shown.length
    return `must be one of ${shown.join(', ')}${rest > 0 ? ` or ${rest} others` : ''}`
  }
  return oneLine(message, 200) ?? 'is not valid'
}

/** A JSON pointer as people write paths. */
function pathOf(pointer: string, key: string | undefined): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const all = key === undefined ? steps : [...steps, key]
  const path = all.map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i > 0 ? `.${step}` : step))
  return oneLine(path.join(''), 200) ?? ''
}

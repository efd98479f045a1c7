import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js'
import { RE2JS } from 're2js'
import { countOf } from '../count-of.ts'
import { oneLine } from '../text/one-line.ts'

/** Problems that are returned at most; a page of errors helps nobody. */
const MAX_PROBLEMS = 20
/** A larger schema is not compiled, in characters of JSON. Real ones are far smaller. */
const MAX_SCHEMA_CHARS = 1_000_000
/** A problem of an input. Its path, such as `startUrls[0].url`, is empty for the input as a whole. */
export interface InputProblem {
  path: string
  reason: string
}

/** Checks an input by JSON Schema, without the platform's own additions. */
export type Compiled = (input: unknown) => InputProblem[]

const OPTIONS = { strict: false, allErrors: true, validateFormats: false, logger: false } as const

/** Checks schemas themselves. Shared, because it takes Ajv long to compile the schema of schemas. */
const schemaChecker = new Ajv2019(OPTIONS)
// Compiles it now: a worker loads this before its time is measured.
schemaChecker.validateSchema({})

/**
 * Compiles the check of a schema, which takes as long as the schema makes it. Returns undefined if the
 * schema cannot be used.
 * @param text of the schema
 */
export function compileCheck(text: string): Compiled | undefined {
  if (text.length > MAX_SCHEMA_CHARS) return undefined
  const validate = attempt(() => compileSchema(JSON.parse(text)))
  if (!validate) return undefined
  return (input) => {
    // One that cannot be checked counts as valid, because the platform decides.
    if (attempt(() => validate(input)) ?? true) return []
    return (validate.errors ?? []).slice(0, MAX_PROBLEMS).map((error) => ({
      path: pathOf(error.instancePath, missingKey(error.keyword, error.params)),
      reason: reasonOf(error.keyword, error.params, error.message),
    }))
  }
}

/** @throws {Error} if the schema is not valid */
function compileSchema(schema: Record<string, unknown>): ValidateFunction {
  schemaChecker.validateSchema(schema, true)
  // Schemas of different Actors may have the same `$id`, so each gets an instance of its own.
  const ajv = new Ajv2019({ ...OPTIONS, validateSchema: false, code: { regExp } })
  return ajv.compile(schema)
}

/** Patterns are untrusted, so RE2 runs them in linear time. One that it does not know always matches. */
const regExp = Object.assign(
  (pattern: string) => {
    const compiled = attempt(() => RE2JS.compile(RE2JS.translateRegExp(pattern)))
    // Ajv caches patterns by their text.
    return { test: (text: string) => compiled?.test(text) ?? true, toString: () => pattern }
  },
  { code: 'safePattern' },
)

function attempt<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}

type Params = Record<string, unknown>

/** Returns the key that is missing or not allowed, which belongs to the path. */
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
    return `must be one of ${shown.join(', ')}${rest > 0 ? ` or ${countOf(rest, 'other')}` : ''}`
  }
  return oneLine(message, 200) ?? 'is not valid'
}

/** Writes a JSON pointer as a path: `/startUrls/0/url` as `startUrls[0].url`. */
function pathOf(pointer: string, key: string | undefined): string {
  const steps = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const all = key === undefined ? steps : [...steps, key]
  const path = all.map((step, i) => (/^\d+$/.test(step) ? `[${step}]` : i > 0 ? `.${step}` : step))
  return oneLine(path.join(''), 200) ?? ''
}

import { validateInputUsingValidator } from '@apify/input_schema'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { z } from 'zod'
import { ApiError, messageOf } from '../api-error.ts'
import type { Item } from '../storage/item-log/item.ts'
import { InputPatterns } from './input-patterns.ts'
import { checkKeysAndValues, withoutPatterns } from './key-value-patterns.ts'

/** The most problems that one error lists. */
const MAX_PROBLEMS = 10

/** The parts of a schema that are used here. The rest is for the checker. */
export const inputSchema = z.looseObject({
  properties: z.record(z.string(), z.looseObject({ default: z.unknown().optional() })).default({}),
})

const OPTIONS = { strict: false, allErrors: true, unicodeRegExp: false, logger: false } as const

/** Checks schemas themselves. Shared, because it takes Ajv long to compile the schema of schemas. */
const schemaChecker = new Ajv2019(OPTIONS)
// Compiles it now: a worker loads this before its time is measured.
schemaChecker.validateSchema({})

export type InputSchema = z.infer<typeof inputSchema>

/**
 * Checks an input by Apify's own rules, with its messages. Reports all problems at once.
 * @returns sentences about what was not checked
 * @throws {ApiError} 400 `invalid-input` or `invalid-input-schema`
 */
export function checkInput(schema: InputSchema, input: Item): string[] {
  const patterns = new InputPatterns()
  const messages = [...new Set(findProblems(schema, input, patterns))]
  if (messages.length === 0) return patterns.notes
  const shown = messages.slice(0, MAX_PROBLEMS).join('; ')
  const more = messages.length > MAX_PROBLEMS ? `; and ${messages.length - MAX_PROBLEMS} more` : ''
  throw new ApiError(400, 'invalid-input', `Input is not valid: ${shown}${more}`)
}

function findProblems(schema: InputSchema, input: Item, patterns: InputPatterns): string[] {
  const validate = usable(() => compile(schema, patterns))
  const rest = { ...schema, properties: withoutPatterns(schema.properties) }
  const problems = validateInputUsingValidator(validate, rest, input)
  return [
    ...problems.map(({ message }) => message),
    ...usable(() => checkKeysAndValues(schema.properties, input, patterns)),
  ]
}

function compile(schema: InputSchema, patterns: InputPatterns) {
  const regExp = Object.assign(
    (pattern: string) => {
      const matcher = patterns.compile(pattern)
      // Ajv knows equal patterns by their text.
      return { test: (text: string) => matcher.test(text), toString: () => pattern }
    },
    { code: 'linearPattern' },
  )
  schemaChecker.validateSchema(schema, true)
  return new Ajv2019({ ...OPTIONS, validateSchema: false, code: { regExp } }).compile(schema)
}

/** Runs what only fails if the schema is at fault. */
function usable<T>(use: () => T): T {
  try {
    return use()
  } catch (error) {
    const message = `The input schema of the Actor is not valid. Fix it and try again: ${messageOf(error)}`
    throw new ApiError(400, 'invalid-input-schema', message)
  }
}

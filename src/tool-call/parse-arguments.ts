import type { z } from 'zod'
import { ToolError } from '../shared/errors.ts'
import { decodeJson } from '../shared/json.ts'
import { namedKeys, quoted, quotedName, shorten } from '../shared/quote.ts'
import { withFewMistakes } from './few-mistakes.ts'
import { type OnClamped, respellArguments } from './respell-arguments.ts'
import type { Tool } from './tool.ts'

/** More mistakes are not reported. */
const MAX_PROBLEMS = 10
/** A longer message of the schema is cut, such as one with many allowed values. In characters. */
const MAX_MESSAGE_CHARS = 400
/** A longer text is not parsed again to say what is wrong with it, in characters. */
const MAX_HINT_CHARS = 100_000

/**
 * Parses the arguments of a call by the tool's input schema, however the client spelled them.
 * @param onClamped receives a sentence for each number that was too large and became the largest;
 *   without it such a number is an error
 * @throws {ToolError} that names each wrong argument and lists those of the tool
 */
export function parseInput(
  tool: Tool,
  args: unknown,
  onClamped?: OnClamped,
): Record<string, unknown> {
  const meant = respellArguments(tool, args, onClamped)
  const parsed = check(tool, meant)
  if (parsed.success) return parsed.data
  const expected = Object.keys(tool.input.shape)
  const problems = distinct(parsed.error.issues.slice(0, 2 * MAX_PROBLEMS))
    .slice(0, MAX_PROBLEMS)
    .map((issue) => {
      if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
        return `Unknown argument ${namedKeys(issue.keys, (key) => quotedName(key))}`
      }
      const where = issue.path.length > 0 ? quotedName(issue.path.join('.')) : 'The input'
      return isMissing(issue)
        ? `Missing argument ${where}${choice(issue)}`
        : `${where}: ${messageOf(issue)}${isBrokenJson(issue) ? '; the text is not valid JSON' : ''}`
    })
  throw new ToolError(
    `${problems.join('. ')}.`,
    expected.length > 0
      ? `Arguments of \`${tool.name}\`: ${expected.map((name) => describe(tool, name)).join(', ')}.`
      : `\`${tool.name}\` takes no arguments.`,
  )
}

function check({ input }: Tool, args: unknown) {
  const few = withFewMistakes(input, args, 2 * MAX_PROBLEMS)
  const parsed = input.safeParse(few, { reportInput: true })
  // What looked like mistakes may be none to the schema.
  const isAll = few === args || !parsed.success
  return isAll ? parsed : input.safeParse(args, { reportInput: true })
}

/** Leaves out what is said twice of one place, such as that an integer is too large. */
function distinct(issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] {
  const placed = issues.map((issue) => [`${issue.code} ${issue.path.join('.')}`, issue] as const)
  return [...new Map(placed).values()]
}

function isMissing({ code, input }: z.core.$ZodIssue): boolean {
  return /^(?:invalid_type|invalid_value|custom)$/.test(code) && input === undefined
}

/** Returns whether brackets stand where a list or an object is wanted, as other languages write them. */
function isBrokenJson({ code, input }: z.core.$ZodIssue): boolean {
  if (!/^(?:invalid_type|custom)$/.test(code) || typeof input !== 'string') return false
  const isShort = input.length <= MAX_HINT_CHARS
  return isShort && /^\s*[[{]/.test(input) && decodeJson(input) === undefined
}

/** Returns the allowed values, if an argument takes one of a few. */
function choice(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_value') return ''
  return `, one of ${namedKeys(issue.values.map(asJson), (json) => shorten(json, 60))}`
}

function asJson(value: unknown): string {
  return JSON.stringify(value) ?? String(value)
}

/** Returns what the schema says, without a list of hundreds of keys. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `Unrecognized keys: ${namedKeys(issue.keys, (key) => quoted(key, 60))}`
  return shorten(issue.message, MAX_MESSAGE_CHARS)
}

function describe(tool: Tool, name: string): string {
  return tool.input.shape[name]?.safeParse(undefined).success ? `${name}?` : name
}

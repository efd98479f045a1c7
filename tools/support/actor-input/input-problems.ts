import { oneLine } from '../text/one-line.ts'
import type { InputProblem } from './check-input.ts'
import type { InputRules } from './describe-input.ts'
import { innerFields } from './inner-fields.ts'
import { topField } from './input-schema.ts'

/** Unknown fields that are named at most. */
const MAX_UNKNOWN_FIELDS = 10
/** What the platform writes before the problems themselves. */
const PREFACE = /^(?:input is not valid|invalid input)[:.]?\s*/i
/** How the platform names a field: `Field input.startUrls is required`. */
const FIELD = /^(?:Field|Items in|Property)?\s*"?input\.([^\s"]+)"?\s+(.*)$/i

/**
 * Returns every problem of an input once. If both sides name a field, it keeps the schema's problem,
 * which names the exact place.
 * @param inputError the platform's message
 * @param found what the check by the schema found
 */
export function inputProblems(inputError: string, found: readonly InputProblem[]): InputProblem[] {
  const covered = new Set(found.map(({ path }) => topField(path)))
  const others = reportedProblems(inputError).filter(({ path }) => !covered.has(topField(path)))
  return [...found, ...others]
}

function reportedProblems(inputError: string): InputProblem[] {
  return inputError
    .replace(PREFACE, '')
    .split(/;\s+|\n/)
    .map((sentence) => sentence.trim().replace(/\.$/, ''))
    .filter((sentence) => sentence !== '')
    .map((sentence) => {
      const [, path = '', reason = sentence] = FIELD.exec(sentence) ?? []
      return { path, reason }
    })
}

/**
 * Returns the problems of fields within objects and lists. Those of the fields of the input itself are
 * for the platform, which knows more of them than the schema says.
 */
export function innerProblems(
  found: readonly InputProblem[],
  rules: InputRules | undefined,
): InputProblem[] {
  const own = new Set(rules?.names)
  return found.filter(({ path }) => topField(path) !== path && !own.has(path))
}

/**
 * Says which parts of an input its schema does not describe.
 * @returns undefined if it describes all
 */
export function undescribedNote(input: object, rules: InputRules | undefined): string | undefined {
  const { undescribed = [] } = rules?.schema ? innerFields(rules.schema, input) : {}
  if (undescribed.length === 0) return undefined
  const parts = undescribed.map((path) => `\`${oneLine(path, 60)}\``).join(', ')
  return `The schema does not describe what is inside of ${parts}, so that is not checked.`
}

/**
 * Returns the fields of an input that its schema does not name, also within objects and lists.
 * @param rules undefined if the Actor has no schema; then every field counts as known
 */
export function unknownFields(input: object, rules: InputRules | undefined): string[] {
  if (!rules || rules.open) return []
  const known = new Set(rules.names)
  const unknown = Object.keys(input).filter((name) => !known.has(name))
  if (rules.schema) unknown.push(...innerFields(rules.schema, input).unknown)
  return unknown.slice(0, MAX_UNKNOWN_FIELDS).map((name) => oneLine(name, 60) ?? '')
}

import { oneLine } from '../text/one-line.ts'
import type { InputProblem } from './check-input.ts'
import type { InputRules } from './describe-input.ts'
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
 * Returns the fields of an input that its schema does not name.
 * @param rules undefined if the Actor has no schema; then every field counts as known
 */
export function unknownFields(input: object, rules: InputRules | undefined): string[] {
  if (!rules || rules.open) return []
  const known = new Set(rules.names)
  const unknown = Object.keys(input).filter((name) => !known.has(name))
  return unknown.slice(0, MAX_UNKNOWN_FIELDS).map((name) => oneLine(name, 60) ?? '')
}

import { RE2JS } from 're2js'
import type { SqlValue } from '../sqlite.ts'
import { boundedResult, FunctionError, toInteger, toText } from './values.ts'

/** The bounds of a pattern: of its text, its compiled program, and its counted repetitions together. */
const MAX_PATTERN_CHARS = 2000
const MAX_PROGRAM = 500
const MAX_REPETITIONS = 300
/** How much is tried on one text, in instructions of the program times characters: at most about a second. */
const MAX_STEPS = 8_000_000
/** How long one call may look for further matches, in milliseconds. */
const MAX_MS = 1000
/** Compiled patterns that are kept. A statement has few, unless they come from a column. */
const MAX_KEPT = 50

const compiled = new Map<string, RE2JS>()

/**
 * Compiles a pattern for RE2, which takes time linear in the text.
 * @throws {FunctionError} if it is not valid or too large
 */
function compile(name: string, pattern: string, flags: string): RE2JS {
  const key = `${flags}/${pattern}`
  const kept = compiled.get(key)
  if (kept) return kept
  if (pattern.length > MAX_PATTERN_CHARS || repetitionsIn(pattern) > MAX_REPETITIONS) {
    throw tooLarge(name)
  }
  const made = parse(name, pattern, flagsOf(name, flags))
  if (made.programSize() > MAX_PROGRAM) throw tooLarge(name)
  const [oldest] = compiled.keys()
  if (compiled.size >= MAX_KEPT && oldest !== undefined) compiled.delete(oldest)
  compiled.set(key, made)
  return made
}

function parse(name: string, pattern: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'it is malformed'
    throw new FunctionError(
      name,
      `the pattern is not a valid RE2 regular expression: ${reason.slice(0, 200)}`,
      'RE2 has `(?i)`, `\\b`, `\\d` and groups, but no lookaround and no references back.',
    )
  }
}

function flagsOf(name: string, flags: string): number {
  let bits = 0
  for (const flag of flags) {
    if (flag === 'i') bits |= RE2JS.CASE_INSENSITIVE
    else if (flag === 's') bits |= RE2JS.DOTALL
    else if (flag === 'm' || flag === 'n') bits |= RE2JS.MULTILINE
    else if (flag !== 'g' && flag !== 'c') {
      throw new FunctionError(
        name,
        `the flag \`${flag}\` is unknown`,
        'Known are g (all matches), i (any case), m (lines) and s (a dot matches line ends).',
      )
    }
  }
  return bits
}

/** Returns the sum of all counted repetitions, such as 5 for `a{2}b{1,3}`. */
function repetitionsIn(pattern: string): number {
  const counts = pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)
  return [...counts].reduce((sum, [, least, most]) => sum + Number(most || least), 0)
}

function tooLarge(name: string): FunctionError {
  return new FunctionError(
    name,
    'the pattern is too large',
    'Write a shorter one, and lower counts such as `{100}`: `+` and `*` cost less.',
  )
}

interface Search {
  name: string
  text: string
  pattern: RE2JS
}

/** Returns undefined if an argument is NULL. */
function search(
  name: string,
  textValue: SqlValue | undefined,
  patternValue: SqlValue | undefined,
  flags = '',
): Search | undefined {
  const [text, source] = [toText(textValue), toText(patternValue)]
  if (text === null || source === null) return undefined
  const pattern = compile(name, source, flags)
  const maxChars = Math.floor(MAX_STEPS / pattern.programSize())
  if (text.length <= maxChars) return { name, text, pattern }
  throw new FunctionError(
    name,
    `a text of ${text.length} characters is too long for this pattern`,
    `Search a part of it, such as \`substr(x, 1, ${maxChars})\`, or use LIKE.`,
  )
}

/** `x REGEXP pattern`, which SQLite calls as `regexp(pattern, x)`. */
export function regexp(pattern: SqlValue, text: SqlValue): SqlValue {
  const found = search('regexp', text, pattern)
  return found ? Number(found.pattern.test(found.text)) : null
}

export function regexpLike(text: SqlValue, pattern: SqlValue, flags: SqlValue = ''): SqlValue {
  const found = search('regexp_like', text, pattern, toText(flags) ?? '')
  return found ? Number(found.pattern.test(found.text)) : null
}

/** Returns the first match or one of its groups; NULL if there is none. */
export function regexpExtract(text: SqlValue, pattern: SqlValue, group: SqlValue = 0): SqlValue {
  const found = search('regexp_extract', text, pattern)
  if (!found) return null
  const number = toInteger('regexp_extract', 'the number of the group', group)
  const matcher = found.pattern.matcher(found.text)
  if (number < 0 || number > matcher.groupCount()) {
    throw new FunctionError(
      'regexp_extract',
      `the pattern has ${matcher.groupCount()} groups, and no group ${number}`,
      'Group 0 is the whole match, and 1 the first in brackets.',
    )
  }
  return matcher.find() ? (matcher.group(number) ?? null) : null
}

export function regexpCount(text: SqlValue, pattern: SqlValue): SqlValue {
  const found = search('regexp_count', text, pattern)
  if (!found) return null
  let count = 0
  forEachMatch(found, () => {
    count++
    return true
  })
  return count
}

/**
 * Replaces the first match, or all with the flag `g`, as Postgres does. In the new text `\1` is a group
 * and `\&` the match.
 */
export function regexpReplace(
  text: SqlValue,
  pattern: SqlValue,
  replacement: SqlValue,
  flags: SqlValue = '',
): SqlValue {
  const flagText = toText(flags) ?? ''
  const found = search('regexp_replace', text, pattern, flagText)
  const form = toText(replacement)
  if (!found || form === null) return null
  let result = ''
  let copied = 0
  forEachMatch(found, (matcher) => {
    result += found.text.slice(copied, matcher.start()) + fillIn(form, matcher)
    copied = matcher.end()
    boundedResult(found.name, result)
    return flagText.includes('g')
  })
  return boundedResult(found.name, result + found.text.slice(copied))
}

type Matcher = ReturnType<RE2JS['matcher']>

function fillIn(form: string, matcher: Matcher): string {
  return form.replace(/\\([\d&\\])/g, (whole, mark: string) => {
    if (mark === '\\') return '\\'
    const group = mark === '&' ? 0 : Number(mark)
    return group > matcher.groupCount() ? whole : (matcher.group(group) ?? '')
  })
}

/** Calls back for each match until that returns false. Many matches may take long: each is a search. */
function forEachMatch({ name, text, pattern }: Search, take: (matcher: Matcher) => boolean): void {
  const matcher = pattern.matcher(text)
  const end = performance.now() + MAX_MS
  while (matcher.find()) {
    if (!take(matcher)) return
    if (performance.now() < end) continue
    throw new FunctionError(
      name,
      `a text of ${text.length} characters takes too long`,
      'Pass a part of it, such as `substr(x, 1, 10000)`.',
    )
  }
}

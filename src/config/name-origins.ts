import { FLAGS } from './flags.ts'
import { toJsonValue } from './setting-values.ts'
import type { Origin, Settings } from './settings.ts'
import { UsageError } from './usage-error.ts'

/**
 * Returns an error that names settings by where they came from, if it is a `UsageError`: `--read-only`
 * becomes `APIFY_AGENT_TOOLS_READ_ONLY`, or `"read-only" in FILE:LINE`. Other errors are returned as they are.
 */
export function nameOrigins(error: unknown, settings: Settings): unknown {
  if (!isUsageError(error)) return error
  return new UsageError(rename(error.problem, settings), rename(error.remedy, settings))
}

/** By its name: bundles that are loaded later have their own copy of the class. */
function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === 'UsageError' && 'problem' in error
}

/** A quoted text, or a flag with the value that may follow it. */
const MENTION = /"(?:[^"\\]|\\.)*"|--([a-z][a-z-]*)(?:=(\S*[^\s.,;]))?/g

function rename(sentence: string, settings: Settings): string {
  return sentence.replace(MENTION, (text, name: string | undefined, value: string | undefined) => {
    const origin = name === undefined ? undefined : settings.get(name)?.origin
    return name === undefined || origin === undefined ? text : mention(text, name, value, origin)
  })
}

function mention(flag: string, name: string, value: string | undefined, origin: Origin): string {
  if (origin.from === 'flag') return flag
  if (origin.from === 'variable')
    return value === undefined ? origin.variable : `${origin.variable}=${value}`
  const key = JSON.stringify(name)
  const place = `in ${origin.file}:${origin.line}`
  return value === undefined ? `${key} ${place}` : `${key}: ${asJson(name, value)} ${place}`
}

function asJson(name: string, value: string): string {
  const flag = FLAGS.find((each) => each.name === name)
  return JSON.stringify(flag ? toJsonValue(flag, value) : value)
}

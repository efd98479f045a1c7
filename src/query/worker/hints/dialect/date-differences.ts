import { quoteText } from '../column-names.ts'
import { callArguments } from '../operands.ts'
import { is, piece, type Statement, tokenAt } from '../statement.ts'
import type { Rule, Rules } from './rule.ts'

/** Seconds of the units that have as many always. */
const SECONDS: Record<string, string> = {
  week: '604800.0',
  day: '86400.0',
  hour: '3600.0',
  minute: '60.0',
}

/** Returns the three arguments of `dateadd(day, 7, x)` and its like. */
function unitCall(statement: Statement, index: number) {
  if (!is(statement, index + 1, '(')) return undefined
  const [unit, second, third] = callArguments(statement, index + 1)
  if (!unit || !second || !third || unit[0] !== unit[1]) return undefined
  const name = tokenAt(statement, unit[0])?.value.toLowerCase() ?? ''
  return {
    unit: name.replace(/s$/, ''),
    takenFor: [name, tokenAt(statement, index)?.value ?? ''],
    second: piece(statement, second[0], second[1]),
    third: piece(statement, third[0], third[1]),
  }
}

const dateAdd: Rule = (statement, index) => {
  const call = unitCall(statement, index)
  if (!call) return undefined
  const base = /^(getdate|now|sysdate)\s*\(\s*\)$|^current_/i.test(call.third)
    ? "'now'"
    : call.third
  const modifier = /^[+-]?\s*\d+$/.test(call.second)
    ? quoteText(`${call.second.replace(/\s/g, '')} ${call.unit}s`)
    : `${call.second} || ' ${call.unit}s'`
  return {
    name: `${tokenAt(statement, index)?.text}(…)`,
    takenFor: call.takenFor,
    advice: `Write \`datetime(${base}, ${modifier})\`.`,
  }
}

const dateDiff: Rule = (statement, index) => {
  const call = unitCall(statement, index)
  if (!call) return undefined
  const seconds = `unixepoch(${call.third}) - unixepoch(${call.second})`
  const length = Object.hasOwn(SECONDS, call.unit) ? SECONDS[call.unit] : undefined
  return {
    name: `${tokenAt(statement, index)?.text}(…)`,
    takenFor: call.takenFor,
    advice: `Write \`${length ? `(${seconds}) / ${length}` : seconds}\`.`,
  }
}

export const dateDifferenceRules: Rules = {
  dateadd: dateAdd,
  timestampadd: dateAdd,
  datediff: dateDiff,
  date_diff: dateDiff,
  timestampdiff: dateDiff,
}

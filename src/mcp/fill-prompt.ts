import { countTokens } from '../budget/token-cost.ts'
import { omittedMark } from '../budget/truncate.ts'
import { truncateText } from '../budget/truncate-text.ts'
import { mapTexts } from '../exit/redact.ts'
import { redactEcho } from '../exit/redact-echo.ts'
import type { CallEnvironment } from '../tool-call/call-environment.ts'
import type { Prompt } from './prompts.ts'

/** The tokens of the mark at the end of a value that is cut. */
const MARK_TOKENS = 12

type Arguments = Record<string, string>

type Limits = Pick<CallEnvironment, 'settings' | 'redactor'>

/**
 * Returns the answer to `prompts/get`, without secrets. Values that do not fit the budget of a result are
 * cut, with a mark.
 */
export function fillPrompt(prompt: Prompt, sent: Arguments, { settings, redactor }: Limits) {
  const { maxResultTokens: maxTokens } = settings
  const given = mapTexts(sent, (text) => redactEcho(text, redactor))
  const whole = answer(prompt, given)
  const spare = maxTokens - countTokens(whole)
  if (spare >= 0) return whole
  const names = prompt.arguments.map(({ name }) => name).filter((name) => given[name])
  const room = maxTokens - countTokens(answer(prompt, blank(given)))
  return answer(prompt, cutValues(given, names, room))
}

function answer(prompt: Prompt, given: Arguments) {
  const content = { type: 'text' as const, text: prompt.text(given) }
  return { description: prompt.description, messages: [{ role: 'user' as const, content }] }
}

/** Keeps which arguments are given, since the text depends on it. */
function blank(given: Arguments): Arguments {
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value && '-']))
}

/** Shares the room evenly; what a short value leaves goes to the longer ones. */
function cutValues(given: Arguments, names: readonly string[], room: number): Arguments {
  const shortFirst = names
    .map((name) => ({ name, value: given[name] ?? '' }))
    .sort((a, b) => a.value.length - b.value.length)
  let left = room
  const cut = shortFirst.map(({ name, value }, i) => {
    const shown = cutValue(value, Math.floor(left / (shortFirst.length - i)))
    left -= countTokens(shown)
    return [name, shown]
  })
  return Object.fromEntries(cut)
}

function cutValue(value: string, maxTokens: number): string {
  if (truncateText(value, maxTokens).rest === 0) return value
  const { text, rest } = truncateText(value, Math.max(0, maxTokens - MARK_TOKENS))
  return text + omittedMark(rest, 'chars')
}

import { countTokens } from '../budget/token-cost.ts'
import { truncateText } from '../budget/truncate-text.ts'
import { toToolError } from '../shared/errors.ts'
import { shorten } from '../shared/quote.ts'
import type { Redactor } from './redact.ts'
import { redactEcho } from './redact-echo.ts'
import { withoutUrlSecrets } from './url-secrets.ts'

/** The budget of a message, and what must not be in it. */
interface Limits {
  settings: { maxResultTokens: number }
  redactor: Redactor
}

/** What a progress message shows at most, in characters. Authors of Actors write parts of it. */
const MAX_PROGRESS_CHARS = 400
/** The tokens of `…` and of the quotes of a JSON string. */
const MARK_TOKENS = 4

/**
 * Returns the text of any error for the agent: without secrets, also those of URLs that the API or the call
 * repeats, and within the budget of a result.
 * If it is too long, what happened is cut first, because the remedy tells the agent how to go on.
 */
export function errorText(error: unknown, { settings, redactor }: Limits): string {
  const { happened, remedy } = toToolError(error)
  const [what = '', how = ''] = [happened, remedy].map((sentence) =>
    withoutUrlSecrets(redactEcho(sentence, redactor)),
  )
  const whole = `${what} ${how}`.trim()
  const { maxResultTokens } = settings
  if (fitsBudget(whole, maxResultTokens)) return whole
  const kept = fitText(how, Math.floor(maxResultTokens / 2))
  return `${fitText(what, maxResultTokens - countTokens(kept) - MARK_TOKENS)} ${kept}`.trim()
}

/** Returns a progress message without secrets, cut to a line that a client can show. */
export function progressText(message: string, { settings, redactor }: Limits): string {
  return fitText(shorten(redactor.text(message), MAX_PROGRESS_CHARS), settings.maxResultTokens)
}

/** Returns a text, or the beginning of it that fits the budget, and `…`. */
function fitText(text: string, maxTokens: number): string {
  if (fitsBudget(text, maxTokens)) return text
  return `${truncateText(text, Math.max(0, maxTokens - MARK_TOKENS)).text}…`
}

function fitsBudget(text: string, maxTokens: number): boolean {
  return truncateText(text, maxTokens).rest === 0
}

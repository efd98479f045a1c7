import { isObject, parseJson } from '../../shared/json.ts'

/** What the body of an error says. */
interface ErrorDetail {
  /** The API's own type of the error. */
  type?: string
  /** An empty string if there is no message. */
  message: string
  data?: unknown
}

/**
 * Where messages stand: `error.message` in the API's own errors. Gateways and other servers of the
 * API use other keys; more telling ones come first.
 */
const MESSAGE_KEYS = [
  'message',
  'Message',
  'detail',
  'error_description',
  'msg',
  'reason',
  'title',
  'error',
  'errors',
]
/** Messages lie no deeper than in `{"errors": [{"message": …}]}`. */
const MAX_DEPTH = 3

/** Reads the body of an error. One that is not JSON has no message. */
export function errorDetail(body: string): ErrorDetail {
  try {
    return detailOf(parseJson(body))
  } catch {
    return { message: '' }
  }
}

/**
 * Reads an error that was parsed already.
 * @param redact removes secrets from the message, before it is cut. Default: it has none.
 */
export function detailOf(answer: unknown, redact = (text: string) => text): ErrorDetail {
  const error = isObject(answer) && isObject(answer.error) ? answer.error : {}
  const type = typeof error.type === 'string' && error.type ? error.type : undefined
  const message = sentence(plainText(redact(messageIn(error) ?? type ?? messageIn(answer) ?? '')))
  return { ...(type && { type }), message, data: error.data }
}

/** Returns the first text that looks like a message. */
function messageIn(value: unknown, depth = 0): string | undefined {
  if (typeof value === 'string') return depth > 0 && value.trim() ? value : undefined
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return undefined
  const parts = Array.isArray(value)
    ? value.slice(0, MAX_DEPTH)
    : MESSAGE_KEYS.map((key) => Object.getOwnPropertyDescriptor(value, key)?.value)
  for (const part of parts) {
    const message = messageIn(part, depth + 1)
    if (message !== undefined) return message
  }
  return undefined
}

/** Returns a text from the API without control characters and markup, shortened to 400 characters. */
export function plainText(text: string): string {
  return (
    text
      // Excluding `<` keeps the time linear for a text full of `<`.
      .replace(/<[^<>]*>/g, ' ')
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim()
      .slice(0, 400)
  )
}

function sentence(text: string): string {
  return text === '' || /[.!?]$/.test(text) ? text : `${text}.`
}

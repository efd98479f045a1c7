import { decodeJson, isObject } from '../shared/json.ts'
import { mapTexts, type Redactor } from './redact.ts'
import { redactEcho } from './redact-echo.ts'

/** The key of `_meta` with the id of the request that a notification belongs to, as its client sent it. */
const SUBSCRIPTION_KEY = 'io.modelcontextprotocol/subscriptionId'

/**
 * Returns a JSON-RPC message, or a list of them, without secrets; the same one if it has none. What the
 * client matches answers by stays as it sent it.
 */
export function redactMessage(message: object, redactor: Redactor): object {
  if (Array.isArray(message)) return message.map((one) => redactMessage(Object(one), redactor))
  let changed = false
  const members = Object.entries(message).map(([name, member]): [string, unknown] => {
    const redacted = redactMember(name, member, redactor)
    changed ||= redacted !== member
    return [name, redacted]
  })
  return changed ? Object.fromEntries(members) : message
}

function redactMember(name: string, member: unknown, redactor: Redactor): unknown {
  if (name === 'id') return member
  if (name === 'error') return mapTexts(member, (text) => redactEcho(text, redactor))
  const redacted = mapTexts(member, (text) => redactDocument(text, redactor))
  return redacted === member ? member : withMatchers(redacted, member)
}

/** Returns `redacted` with what matches it to a request, as it is in `original`. */
function withMatchers(redacted: unknown, original: unknown): unknown {
  if (!isObject(redacted) || !isObject(original)) return redacted
  const { progressToken, _meta: meta } = original
  const subscription = isObject(meta) ? meta[SUBSCRIPTION_KEY] : undefined
  return {
    ...redacted,
    ...(progressToken !== undefined && { progressToken }),
    ...(subscription !== undefined && {
      _meta: { ...Object(redacted._meta), [SUBSCRIPTION_KEY]: subscription },
    }),
  }
}

/**
 * Returns a text without secrets. A text that is JSON stays JSON: its numbers stay, which may read like a
 * secret of digits, and its strings are redacted however they are escaped. They may be JSON themselves.
 */
export function redactDocument(text: string, redactor: Redactor): string {
  const redacted = redactor.text(text)
  if (redacted === text && !redactor.suspects(text)) return text
  const document = /^\s*[[{]/.test(text) ? decodeJson(text) : undefined
  if (document === undefined) return redacted
  const safe = mapTexts(document, (inner) => redactDocument(inner, redactor))
  return safe === document && redacted === text ? text : JSON.stringify(safe)
}

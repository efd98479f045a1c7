import { jsonLine } from '../shared/json.ts'
import type { Redactor } from './redact.ts'
import { redactMessage } from './redact-message.ts'

declare const checked: unique symbol

/**
 * A text that may leave to a client. Only this module makes one, and whatever writes to clients takes
 * nothing else, so no message gets around it.
 */
export type ClientText = string & { readonly [checked]: true }

/** What a client reads from. A stream of Node is one, for the texts that may leave. */
export interface ClientOutput {
  write(text: ClientText): boolean
}

/** Returns a message, or a document, as one line of JSON without secrets. */
export function toClient(message: object, redactor: Redactor): ClientText {
  const line = jsonLine(message)
  const needsWalk = 'error' in message || Array.isArray(message) || redactor.suspects(line)
  return checkedText(needsWalk ? jsonLine(redactMessage(message, redactor)) : line)
}

/** Returns the JSON of a message without secrets. The text is parsed only if it may hold one. */
export function jsonToClient(json: string, redactor: Redactor): ClientText {
  return needsLook(json, redactor)
    ? toClient(Object(JSON.parse(json)), redactor)
    : checkedText(json)
}

/** Returns one event of an event stream without secrets: its data are messages. */
export function eventToClient(event: string, redactor: Redactor): ClientText {
  if (!needsLook(event, redactor)) return checkedText(event)
  const lines = event.split('\n').map((line) => {
    const [, json] = /^data: ?(.+)$/.exec(line) ?? []
    return json === undefined ? line : `data: ${jsonToClient(json, redactor).trimEnd()}`
  })
  return checkedText(lines.join('\n'))
}

/** Returns a text that is not JSON, such as metrics or a header, without secrets. */
export function plainToClient(text: string, redactor: Redactor): ClientText {
  return checkedText(redactor.text(text))
}

/** Returns a message of this program, which holds no data and repeats no more than the id of a request. */
export function constantToClient(message: object): ClientText {
  return checkedText(jsonLine(message))
}

/**
 * Returns whether JSON must be parsed and looked through. An error always is: it repeats what a client
 * sent, cut or escaped, so that no secret is found in it at a glance.
 */
function needsLook(json: string, redactor: Redactor): boolean {
  return json.includes('"error":') || redactor.suspects(json)
}

function checkedText(text: string): ClientText {
  assertChecked(text)
  return text
}

/** Gives a text its type. It tests nothing: the type is a promise of the functions above. */
function assertChecked(_text: string): asserts _text is ClientText {}

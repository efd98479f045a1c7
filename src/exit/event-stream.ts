import type { Redactor } from './redact.ts'
import { type ClientText, eventToClient } from './to-client.ts'

const EVENT_END = '\n\n'

/** Yields the events of a stream without secrets, each as soon as it is whole. */
export async function* eventsToClient(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  redactor: Redactor,
): AsyncGenerator<ClientText> {
  const decoder = new TextDecoder()
  let held = ''
  for await (const chunk of chunks) {
    held += decoder.decode(chunk, { stream: true })
    const end = held.lastIndexOf(EVENT_END)
    if (end === -1) continue
    const whole = held.slice(0, end + EVENT_END.length)
    held = held.slice(whole.length)
    yield eventToClient(whole, redactor)
  }
  if (held !== '') yield eventToClient(held, redactor)
}

import { expect, it } from 'vitest'
import { eventsToClient } from '../../src/exit/event-stream.ts'
import { createRedactor } from '../../src/exit/redact.ts'

const SECRET = 'marked-token-of-the-öperator'
const redactor = createRedactor(() => [SECRET])
const event = (text: string) => `event: message\ndata: ${JSON.stringify({ result: { text } })}\n\n`

async function shown(bytes: Buffer, size: number): Promise<string[]> {
  const chunks: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  const events: string[] = []
  for await (const text of eventsToClient(chunks, redactor)) events.push(text)
  return events
}

it.each([1, 7, 50, 10_000])('events are redacted whole, in chunks of %i bytes', async (size) => {
  const stream = Buffer.from(`${event('one')}: keepalive\n\n${event(SECRET)}${event('漢')}`)
  const events = await shown(stream, size)
  expect(events.join('')).toBe(`${event('one')}: keepalive\n\n${event('[redacted]')}${event('漢')}`)
  expect(events.every((text) => text.endsWith('\n\n'))).toBe(true)
})

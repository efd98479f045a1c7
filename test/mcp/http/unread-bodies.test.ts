import { expect, it } from 'vitest'
import { startHttp } from '../../support/http.ts'
import { sendThenRead } from '../../support/send-then-read.ts'

const HEADERS = {
  authorization: 'Bearer a',
  'content-type': 'application/json',
  accept: 'application/json',
}
const REFUSED: [number, Record<string, string>, string][] = [
  [413, {}, 'Send it in smaller parts.'],
  [413, { 'transfer-encoding': 'chunked' }, 'Send it in smaller parts.'],
  [401, { authorization: 'Basic a' }, ''],
  [415, { 'content-type': 'text/plain' }, 'The Content-Type must be'],
  [406, { accept: 'image/png' }, 'The Accept header must allow'],
  [403, { origin: 'https://a.example.com' }, 'may not call the server'],
  [400, { host: 'a.example.com' }, 'The Host header does not name'],
]

it.each(['keep-alive', 'close'])(
  'a client that sends a large body before it reads is told why it is refused: connection: %s',
  async (connection) => {
    const { url, base } = await startHttp()
    for (const [status, headers, text] of REFUSED) {
      const answer = await sendThenRead(url, { ...HEADERS, ...headers, connection })
      expect(answer.status).toBe(status)
      expect(answer.body).toContain(text)
    }
    const { status } = await sendThenRead(`${base}/other`, { ...HEADERS, connection })
    expect(status).toBe(404)
  },
)

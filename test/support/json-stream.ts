import { keptKeyChars } from '../../src/untrusted/long-keys.ts'
import { JsonStream, type Outcome, type StreamOptions } from '../../src/untrusted/stream-json.ts'
import { toValue } from '../../src/untrusted/to-value.ts'

/** As in a result: so many characters of what is kept are not shown. */
const OVERLAP = 256
const LIMITS = {
  values: 1000,
  entries: 1000,
  chars: 100_000,
  textChars: 10_000,
  minTextChars: 500,
  keyChars: keptKeyChars(OVERLAP),
}

/** Reads a text in pieces of some bytes, each as far as an outcome. */
export function readStream(
  json: string | Buffer,
  options: Partial<StreamOptions> = {},
  pieceBytes = json.length || 1,
) {
  const bytes = Buffer.from(json)
  const stream = new JsonStream({ steps: [], form: 'value', limits: LIMITS, ...options })
  let text = ''
  let outcome: Outcome | undefined
  let at = 0
  for (; at < bytes.length && !outcome; at += pieceBytes) {
    const reply = stream.write(bytes.subarray(at, at + pieceBytes))
    text += reply.text ?? ''
    outcome = reply.outcome
  }
  if (!outcome) {
    const reply = stream.end()
    text += reply.text ?? ''
    outcome = reply.outcome
  }
  const value =
    outcome?.kind === 'value' ? toValue(outcome.value, (text) => text, OVERLAP) : undefined
  return { outcome, text, value, readChars: at }
}

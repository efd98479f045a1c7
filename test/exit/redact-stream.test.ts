import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRedactor } from '../../src/exit/redact.ts'
import { propertyRuns } from '../support/property-runs.ts'

const MARKED = 'marked-token/of+the.öperator~0'
const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
const redactor = createRedactor(() => [MARKED])

const part = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(PLANTED, MARKED, `Bearer ${MARKED}`, 'apify_', 'marked-'),
  },
  fc.constantFrom('Bearer abcdef0123456789abc', '/v2/a?token=abcdefghij&', '/v2/a?b=1&token='),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.integer({ min: 4000, max: 9000 }).map((length) => 'a1 ğ'.repeat(length / 4)),
)
const text = fc.array(part, { maxLength: 8 }).map((parts) => parts.join(''))
const sizes = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 20 })

/** Cuts something into parts of the given sizes, over and over. */
async function* cut<T extends string | Buffer>(whole: T, lengths: number[]): AsyncGenerator<T> {
  for (let at = 0, i = 0; at < whole.length; i++) {
    const end = at + (lengths[i % lengths.length] ?? 1)
    yield whole.slice(at, end) as T
    at = end
  }
}

async function all<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const piece of pieces) found.push(piece)
  return found
}

describe('a secret in a stream', () => {
  it('is redacted wherever the pieces part, as in the whole text', async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, async (whole, lengths) => {
        const pieces = await all(redactor.texts(cut(whole, lengths)))
        expect(pieces.join('')).toBe(redactor.text(whole))
      }),
      propertyRuns(100),
    )
  })

  it('is redacted in bytes too', async () => {
    await fc.assert(
      fc.asyncProperty(text, sizes, async (random, lengths) => {
        const whole = Buffer.from(random).toString()
        const chunks = await all(redactor.bytes(cut(Buffer.from(whole), lengths)))
        expect(Buffer.concat(chunks).toString()).toBe(redactor.text(whole))
      }),
      propertyRuns(100),
    )
  })

  it('does not hold more than the longest secret', async () => {
    let read = 0
    async function* pieces() {
      for (; read < 100; read++) yield 'x'.repeat(1000)
    }
    const first = await redactor.texts(pieces()).next()
    expect(first.value).toContain('x')
    expect(read).toBeLessThan(10)
  })

  it('leaves bytes that are no text as they are', async () => {
    const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 31) % 256))
    const chunks = await all(redactor.bytes(cut(bytes, [777])))
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true)
  })
})

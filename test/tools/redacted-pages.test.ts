import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainEscapes } from '../../src/exit/plain-escapes.ts'
import getLog from '../../tools/runs/get_log.ts'
import getRecord from '../../tools/storage/get_record.ts'
import listDatasetItems from '../../tools/storage/list_dataset_items.ts'
import { callHandler } from '../support/call-handler.ts'
import { type CannedAnswer, cannedApify } from '../support/canned-apify.ts'
import { followNext } from '../support/follow-next.ts'
import { propertyRuns } from '../support/property-runs.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../support/redactor.ts'

const RECORD = 'GET /v2/key-value-stores/store1/records/key1'
const ITEMS = 'GET /v2/datasets/data1/items'
const LOG = 'GET /v2/logs/run1'

const part = fc.oneof(
  fc.constantFrom(
    PLANTED,
    OWN_TOKEN,
    `Bearer ${OWN_TOKEN}`,
    `/v2/a?token=${PLANTED}&`,
    'apify_',
    'own-',
  ),
  fc.constantFrom('"', '\\', '\\u0061', '/', 'ğ ', '😀'),
  fc.integer({ min: 1, max: 400 }).map((count) => 'a word '.repeat(count)),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
)
/** A text with secrets at any place. The mark of a cut is left out: what stands before it is hidden too. */
const text = fc
  .array(part, { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join('').replaceAll('…', '').replaceAll('\ufeff', ''))
const pieceBytes = fc.integer({ min: 20, max: 5000 })
const budget = fc.integer({ min: 250, max: 1500 })

/** Returns the texts of all pages of a tool, put together. No page shows a secret. */
async function joined(
  tool: Parameters<typeof callHandler>[0],
  args: object,
  answers: Record<string, CannedAnswer>,
  maxResultTokens: number,
): Promise<string> {
  const context = { apify: cannedApify(answers), settings: { maxResultTokens } }
  const pages = await followNext(
    async (next) =>
      (await callHandler(tool as typeof getRecord, { ...args, ...next } as never, context)).result,
  )
  for (const { text: shown = '', ...rest } of pages) {
    expect(JSON.stringify(rest)).not.toMatch(/Plante|own-to/)
    // Random texts have `own-toString`, and keys that are the end of a token.
    expect(shown).not.toMatch(/apify_api_P|own-tok/)
  }
  return pages.map((page) => page.text ?? '').join('')
}

/** Writes characters of JSON as escapes that need none. */
const escapedAt = (json: string, every: number) =>
  json.replace(/[a-z/](?=[^\\]{6})/g, (sign, at: number) =>
    at % every > 0 || /\\u?[\da-f]{0,3}$/.test(json.slice(Math.max(0, at - 5), at))
      ? sign
      : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

describe('the pages of a text with secrets are the whole text without them', () => {
  const type = (contentType: string) => ({ headers: { 'content-type': contentType } })
  const record = { storeId: 'store1', recordKey: 'key1' }

  it('of a text record', async () => {
    await fc.assert(
      fc.asyncProperty(text, pieceBytes, budget, async (body, size, tokens) => {
        const answers = { [RECORD]: { body, pieceBytes: size, ...type('text/plain') } }
        expect(await joined(getRecord, record, answers, tokens)).toBe(REDACTOR.text(body))
      }),
      propertyRuns(60),
    )
  })

  it('of JSON as text, in any spelling', async () => {
    const every = fc.integer({ min: 1, max: 9 })
    await fc.assert(
      fc.asyncProperty(text, pieceBytes, budget, every, async (value, size, tokens, n) => {
        const body = escapedAt(JSON.stringify({ [value.slice(-50)]: [value] }), n)
        const answers = { [RECORD]: { body, pieceBytes: size, ...type('application/json') } }
        const whole = await joined(getRecord, { ...record, offset: 0 }, answers, tokens)
        expect(whole).toBe(REDACTOR.text(plainEscapes(body)))
        JSON.parse(whole)
      }),
      propertyRuns(60),
    )
  })

  it('of a string in a record, and in a row', async () => {
    await fc.assert(
      fc.asyncProperty(text, pieceBytes, budget, async (value, size, tokens) => {
        const body = escapedAt(JSON.stringify({ a: value }), 3)
        const answers = {
          [RECORD]: { body, pieceBytes: size, ...type('application/json') },
          [ITEMS]: { body: `${body}\n`, pieceBytes: size },
        }
        const path = { ...record, path: 'a', offset: 0 }
        expect(await joined(getRecord, path, answers, tokens)).toBe(REDACTOR.text(value))
        const field = {
          datasetId: 'data1',
          offset: 0,
          fields: ['a'],
          charOffset: 0,
          limit: 1,
          format: 'json',
        }
        expect(await joined(listDatasetItems as never, field, answers, tokens)).toBe(
          REDACTOR.text(value),
        )
      }),
      propertyRuns(60),
    )
  })

  it('of rows as csv', async () => {
    await fc.assert(
      fc.asyncProperty(text, pieceBytes, async (value, size) => {
        const body = `a\n"${value.replaceAll('"', '""')}"\n`
        const headers = { 'x-apify-pagination-total': '1' }
        const answers = { [ITEMS]: { body, pieceBytes: size, headers } }
        const args = { datasetId: 'data1', offset: 0, limit: 1000, format: 'csv' }
        expect(await joined(listDatasetItems as never, args, answers, 20_000)).toBe(
          REDACTOR.text(body),
        )
      }),
      propertyRuns(60),
    )
  })

  it('of a log, whatever is searched', async () => {
    const colour = fc.constantFrom('', '', '\u001b[31m', '\u001b]0;title\u0007', '\u009b1m')
    const line = fc
      .array(
        fc.tuple(fc.constantFrom(PLANTED, OWN_TOKEN, 'some words ', 'ğ'), fc.nat(30), colour),
        { maxLength: 6 },
      )
      .map((parts) =>
        parts.map(([words, at, code]) => words.slice(0, at) + code + words.slice(at)).join('|'),
      )
    const lines = fc.array(line, { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(lines, pieceBytes, async (some, size) => {
        const numbered = some.map((one, i) => `${i + 1} ${one}`)
        const answers = {
          [LOG]: { body: numbered.join('\n'), pieceBytes: size, ...type('text/plain') },
        }
        const plain = numbered.map((one) =>
          one.replace(/\u001b(?:\[31m|\]0;title\u0007)|\u009b1m/g, ''),
        )
        const whole = REDACTOR.text(plain.join('\n')).split('\n')
        for (const search of [undefined, '/^/']) {
          const context = { apify: cannedApify(answers), settings: { maxResultTokens: 600 } }
          const pages = await followNext(
            async (next) =>
              (await callHandler(getLog, { runId: 'run1', lines: 25, search, ...next }, context))
                .result,
          )
          const shown = pages.toReversed().flatMap((page) => page.lines)
          const numbers = whole.map((one, i) => (search ? `${i + 1}: ${one}` : one))
          expect(shown).toEqual(numbers)
          expect(pages[0]?.total).toBe(whole.length)
        }
      }),
      propertyRuns(40),
    )
  })
})

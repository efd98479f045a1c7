import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import type { Apify } from '../../src/apify/types/apify.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { createRequestHandlers } from '../../src/mcp/request-handlers.ts'
import { tools } from '../../tools/index.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../support/call-handler.ts'

const SCRIPTS = { Amharic: 'ሰላምታ', emoji: '👩‍👩‍👧‍👦', letters: 'x', words: 'ferry ' }
const HUGE = 600_000
const { signal } = new AbortController()
const tokens = (value: unknown) => countTokens(JSON.stringify(value))
const repeated = (script: string, length = HUGE) =>
  script.repeat(Math.ceil(length / script.length)).slice(0, length)

function serving(maxResultTokens: number, apify: Partial<Apify> = {}) {
  const environment = {
    settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens },
    connect: async () => onlyFaked(apify),
    queries: () => NO_QUERIES,
    docs: () => NO_DOCS,
    secret: () => undefined,
    redactor: createRedactor(() => []),
    log: () => {},
  }
  return { handlers: createRequestHandlers({ tools, structured: true }), context: { environment } }
}

/** Returns the message of the error of some work. */
async function messageOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason) => reason,
  )
  if (error instanceof Error) return error.message
  throw new Error('There was no error.')
}

describe.each([500, 8000])('a budget of %i tokens', (budget) => {
  describe.each(Object.entries(SCRIPTS))('and %s', (_, script) => {
    const long = repeated(script)

    it.each([
      `apify://nothing/${long}`,
      long,
      `apify://run/${long}/log`,
      `apify://run/a/log?${long}`,
      `apify://store/a/${repeated(script, 300)}`,
      `apify://dataset/a/items?${repeated(script, 300)}=1`,
      `apify://nothing/${repeated(script, 300)}`,
    ])('holds for a resource that does not exist (%#)', async (uri) => {
      const { handlers, context } = serving(budget)
      const message = await messageOf(handlers.read(uri, context, { signal }))
      expect(tokens(message)).toBeLessThanOrEqual(budget)
      expect(message.length).toBeLessThan(2000)
    })

    it('holds for a resource with its URI', async () => {
      const lines = Array.from({ length: 2000 }, (_, i) => `${i} ${repeated(script, 80)}\n`)
      async function* body() {
        yield Buffer.from(lines.join(''))
      }
      const readLog: Apify['readLog'] = (_, read) => read(body())
      const { handlers, context } = serving(budget, {
        readLog,
        getRun: async () => Promise.reject(new Error('No run.')),
      })
      const uri = `apify://run/a/log?${'a'.repeat(100)}`
      const { contents } = await handlers.read(uri, context, { signal })
      expect(contents[0]).toMatchObject({ uri, text: expect.stringContaining('1999 ') })
      const parts = contents.map((content) => ('text' in content ? content.text : '') + uri)
      expect(tokens(parts.join(''))).toBeLessThanOrEqual(budget)
    })

    it('holds for an unknown tool', async () => {
      const { handlers, context } = serving(budget)
      const { content } = await handlers.call(long, {}, context, { signal })
      expect(tokens(content[0])).toBeLessThanOrEqual(budget + 20)
    })

    it('holds for an unknown prompt', async () => {
      const { handlers, context } = serving(budget)
      const message = await messageOf(handlers.prompt(long, {}, context))
      expect(tokens(message)).toBeLessThanOrEqual(budget)
      expect(message).toContain('The prompts are scrape_site, debug_run.')
    })

    it.each([
      ['scrape_site', { url: long }],
      ['scrape_site', { url: 'https://shop.example', wanted: long }],
      ['scrape_site', { url: long, wanted: long }],
      ['debug_run', { runId: long }],
    ])('holds for the prompt %s', async (name, given) => {
      const { handlers, context } = serving(budget)
      const answer = await handlers.prompt(name, given, context)
      const text = answer.messages.map(({ content }) => content.text).join('')
      expect(tokens(answer)).toBeLessThanOrEqual(budget)
      expect(text).toMatch(/… \[\+\d+ chars\]/)
      expect(text).toMatch(/(?:`runId`|before I agree)\.$/)
      if (Object.values(given).includes('https://shop.example'))
        expect(text).toContain('https://shop.example')
    })

    it('holds for completions', async () => {
      const keys = Array.from({ length: 100 }, (_, i) => `${i}${repeated(script, 250)}`)
      const items = [...keys, `k${long}`].map((key) => ({ key, size: 1 }))
      const { handlers, context } = serving(budget, { listKeys: async () => ({ items }) } as never)
      const reference = {
        type: 'ref/resource',
        uri: 'apify://store/{storeId}/{recordKey}',
      } as const
      const complete = (value: string) =>
        handlers.complete(
          reference,
          { name: 'recordKey', value },
          { storeId: 'a' },
          context,
          signal,
        )
      const { completion } = await complete('')
      expect(tokens({ completion })).toBeLessThanOrEqual(budget)
      expect(completion.values).toEqual(keys.slice(0, completion.values.length))
      expect(completion.hasMore).toBe(completion.values.length < keys.length)
      expect((await complete(long)).completion).toEqual({ values: [], hasMore: false })
    })
  })
})

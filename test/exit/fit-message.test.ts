import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { errorText, progressText } from '../../src/exit/fit-message.ts'
import { createRedactor } from '../../src/exit/redact.ts'
import { ToolError } from '../../src/shared/errors.ts'
import { callTool } from '../../src/tool-call/call-tool.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { NO_DOCS, NO_QUERIES, onlyFaked } from '../support/call-handler.ts'

const SCRIPTS = { Amharic: 'ሰላም ', emoji: '👩‍👩‍👧‍👦', controls: '\u0001', words: 'ferry ' }
const REMEDY = 'Find it with `list_runs`.'
const TOKEN = 'secret-of-the-operator'

const limits = (maxResultTokens: number) => ({
  settings: { mode: 'cloud' as const, readOnly: false, maxResultTokens },
  redactor: createRedactor(() => [TOKEN]),
})
const environment = (maxResultTokens: number) => ({
  ...limits(maxResultTokens),
  queries: () => NO_QUERIES,
  docs: () => NO_DOCS,
  secret: () => TOKEN,
  connect: async () => onlyFaked({}),
  log: () => {},
})
const tokens = (text: string) => countTokens(JSON.stringify(text))
const many = (script: string, count = 400) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`${script.repeat(40)}${i}`, 1]))

const LOOK = defineTool({
  name: 'look',
  title: 'Look',
  description: 'Looks.',
  toolset: 'runs',
  annotations: READ,
  input: z.strictObject({
    kind: z.enum(['a', 'b']).optional(),
    where: z.strictObject({ field: z.string().optional() }).optional(),
    status: z.string().optional(),
  }),
  output: z.object({}),
  handler: async ({ status = '' }, { progress }) => {
    progress(status)
    return {}
  },
})

describe.each([500, 8000])('a budget of %i tokens', (budget) => {
  describe.each(Object.entries(SCRIPTS))('and %s', (_, script) => {
    it('holds for an error, which keeps its remedy', () => {
      const text = errorText(
        new ToolError(`No run ${script.repeat(9000)}.`, REMEDY),
        limits(budget),
      )
      expect(tokens(text)).toBeLessThanOrEqual(budget)
      expect(text).toMatch(/^No run .*… Find it with `list_runs`\.$/su)
    })

    it('holds for an error whose remedy is long too', () => {
      const long = script.repeat(9000)
      expect(tokens(errorText(new ToolError(long, long), limits(budget)))).toBeLessThanOrEqual(
        budget,
      )
    })

    it.each<[string, Record<string, unknown>]>([
      ['unknown arguments', many(script)],
      ['one unknown argument', many(script.repeat(500), 1)],
      ['unknown keys in an argument', { where: many(script) }],
      ['a wrong choice', { kind: script.repeat(9000) }],
    ])('holds for %s', async (_, args) => {
      const { signal } = new AbortController()
      const { text } = await callTool(LOOK, args, environment(budget), { signal })
      expect(tokens(text)).toBeLessThanOrEqual(budget)
      expect(text).toContain('Arguments of `look`: kind?, where?, status?.')
    })

    it('holds for progress', async () => {
      const sent: string[] = []
      const caller = { signal: new AbortController().signal, progress: (m: string) => sent.push(m) }
      await callTool(LOOK, { status: script.repeat(100_000) }, environment(budget), caller)
      expect(sent.join('').length).toBeLessThanOrEqual(402)
      expect(sent.join('')).toMatch(/…$/)
      expect(tokens(sent.join(''))).toBeLessThanOrEqual(budget)
    })
  })
})

describe('texts for the client', () => {
  it.each([{ ...many('a') }, { where: many('a') }])('name ten of 400 keys', async (args) => {
    const { signal } = new AbortController()
    const { text } = await callTool(LOOK, args, environment(8000), { signal })
    expect(text.match(/a{40}\d+/g)).toHaveLength(10)
    expect(text).toContain('and 390 more')
  })

  it('have no secrets', () => {
    const error = new ToolError(`No run ${TOKEN}.`, `Not ${TOKEN}.`)
    expect(errorText(error, limits(500))).toBe('No run [redacted]. Not [redacted].')
    expect(progressText(TOKEN, limits(500))).toBe('[redacted]')
  })

  it('has no credentials of a URL that it repeats', () => {
    const url = 'https://bob:hidden@example.com/hook?api_key=hidden&a=1'
    const error = new ToolError(`Invalid: ${url}.`, `Correct ${url}.`)
    const shown = 'https://[redacted]@example.com/hook?api_key=[redacted]&a=1'
    expect(errorText(error, limits(500))).toBe(`Invalid: ${shown}. Correct ${shown}.`)
  })

  it('have no secrets at the place where they are cut', () => {
    expect(progressText(`${'a'.repeat(395)}${TOKEN}`, limits(8000))).not.toContain('secret')
  })
})

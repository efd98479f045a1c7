import { expect, test } from 'vitest'
import { prepareInput } from '../../../src/local/actors/run-input.ts'
import { countTurns } from '../../support/count-turns.ts'

const field = (schema: object) => ({ type: 'object', properties: { f: schema } })
const QUICK = { type: 'object', properties: { url: { type: 'string' } } }

/** References of which each doubles the work. */
function endless() {
  const twice = (i: number) => ({ allOf: [1, 2].map(() => ({ $ref: `#/definitions/d${i + 1}` })) })
  const levels = Array.from({ length: 60 }, (_, i) => [`d${i}`, twice(i)])
  const definitions = { ...Object.fromEntries(levels), d60: { not: { $ref: '#/definitions/end' } } }
  return {
    ...field({ $ref: '#/definitions/d0' }),
    definitions: { ...definitions, end: { type: 'string' } },
  }
}

const many = (count: number, make: (i: number) => unknown) =>
  Array.from({ length: count }, (_, i) => make(i))

test.each<[name: string, schema: object, input: unknown]>([
  ['references', endless(), 1],
  ['different objects', field({ type: 'array', uniqueItems: true }), many(150_000, (i) => ({ i }))],
  [
    'alternatives',
    field({ type: 'array', items: { anyOf: many(3000, () => ({ type: 'string' })) } }),
    many(10_000, (i) => i),
  ],
])(
  'a check that takes for ever is given up, and the next one is made: %s',
  async (_, schema, f) => {
    await expect(
      prepareInput({ ...schema }, Buffer.from(JSON.stringify({ f })), ''),
    ).rejects.toThrow(
      expect.objectContaining({
        type: 'invalid-input',
        message: expect.stringMatching(/within 3\d{3} ms/),
      }),
    )
    const next = await prepareInput(field({ pattern: '^x$' }), Buffer.from('{"f":"x"}'), '')
    expect(next?.bytes.toString()).toBe('{"f":"x"}')
  },
)

test('others have their turn while inputs are checked, also more than there are workers', async () => {
  const slow = many(4, () => prepareInput(endless(), Buffer.from('{"f":1}'), ''))
  const checks = Promise.allSettled(slow)
  const quick = prepareInput(QUICK, Buffer.from('{}'), '').then(() => 'quick')
  expect(await Promise.race([quick, checks])).toBe('quick')
  const { result, turns } = await countTurns(checks)
  expect(result.map(({ status }) => status)).toEqual(many(4, () => 'rejected'))
  expect(turns).toBeGreaterThan(20)
})

test.each<[name: string, schema: Record<string, unknown> | undefined, body: string]>([
  ['without a schema', undefined, JSON.stringify({ text: 'x'.repeat(3_000_000) })],
  ['by a quick schema', QUICK, JSON.stringify({ url: 'x'.repeat(3_000_000) })],
  ['of many values', field({ type: 'array' }), JSON.stringify({ f: many(400_000, () => ({})) })],
])('a large input is taken: %s', async (_, schema, body) => {
  const input = await prepareInput(schema, Buffer.from(body), '')
  expect(input?.bytes.toString() === body).toBe(true)
})

import { expect, test } from 'vitest'
import { prepareCheck } from '../../../../tools/support/actor-input/prepare-check.ts'
import { countTurns } from '../../../support/count-turns.ts'

const object = (properties: object) => ({ type: 'object', properties })
const fields = (count: number, field: (i: number) => object) =>
  object(Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, field(i)])))

/** Checks that take as long as all references together. */
function chain(levels: number): object {
  const twice = (i: number) => ({ allOf: [1, 2].map(() => ({ $ref: `#/definitions/d${i + 1}` })) })
  const all = Array.from({ length: levels }, (_, i) => [`d${i}`, twice(i)])
  const definitions = { ...Object.fromEntries(all), [`d${levels}`]: { type: 'string' } }
  return { ...object({ a: { $ref: '#/definitions/d0' } }), definitions }
}

const UNIQUE = object({ a: { type: 'array', uniqueItems: true, items: { type: 'object' } } })
const objects = (count: number) => Array.from({ length: count }, (_, i) => ({ i }))

test.each<[name: string, schema: object]>([
  ['quick', object({ a: { type: 'integer', maximum: 5 } })],
  ['with a pattern', object({ a: { maximum: 5 }, b: { pattern: '^x' } })],
  [
    'of many parts',
    object({ ...fields(400, () => ({ title: 'x' })).properties, a: { maximum: 5 } }),
  ],
])('a schema is checked, wherever that is done: %s', async (_, schema) => {
  const check = await prepareCheck(schema)
  expect(await check?.({ a: 5 })).toEqual([])
  expect(await check?.({ a: 6 })).toHaveLength(1)
})

test('a large input is checked by a quick schema', async () => {
  const check = await prepareCheck(object({ a: { items: { enum: Array(4000).fill('x') } } }))
  expect(await check?.({ a: Array(20_000).fill('x') })).toEqual([])
})

test('a pattern of exponential time ends', async () => {
  const check = await prepareCheck(object({ a: { pattern: '^(a+)+$' } }))
  expect(await check?.({ a: `${'a'.repeat(50)}!` })).toHaveLength(1)
})

test.each<[name: string, schema: object, input: object]>([
  ['references', chain(60), { a: 1 }],
  ['a long list of different objects', UNIQUE, { a: objects(60_000) }],
])('a check that takes too long is given up, and the next one is made: %s', async (...given) => {
  const [, schema, input] = given
  const check = await prepareCheck(schema)
  expect(await check?.(input)).toBeUndefined()
  expect(await (await prepareCheck(UNIQUE))?.({ a: objects(2) })).toEqual([])
})

const loop: Record<string, unknown> = {}
loop.properties = { loop }

test.each<[name: string, schema: object]>([
  ['has a wrong type', { type: 7 }],
  ['has a wrong pattern', { type: 7, pattern: 'x' }],
  ['contains itself', loop],
  ['has one very large pattern', object({ a: { pattern: '(\\pL{900})?'.repeat(50_000) } })],
  ['has very many patterns', fields(9000, (i) => ({ pattern: `(\\w{500}|x)${i}` }))],
])('there is no check for a schema that %s', async (_, schema) => {
  expect(await prepareCheck(schema)).toBeUndefined()
})

test('others have their turn while checks are made, also more than there are workers', async () => {
  const check = await prepareCheck(chain(60))
  const checks = Array.from({ length: 4 }, () => check?.({ a: 1 }))
  const { result, turns } = await countTurns(Promise.all(checks))
  expect(result).toEqual([undefined, undefined, undefined, undefined])
  expect(turns).toBeGreaterThan(20)
})

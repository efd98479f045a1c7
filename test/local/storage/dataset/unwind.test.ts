import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findRow, transformed } from '../../../../src/local/storage/dataset/transformed.ts'
import { type Transforms, transform } from '../../../../src/local/storage/dataset/transforms.ts'
import { NO_TRANSFORMS } from '../../../support/no-transforms.ts'
import { propertyRuns } from '../../../support/property-runs.ts'

const rowsOf = (item: Record<string, unknown>, transforms: Transforms, skip = { left: 0 }) =>
  [...transform(item, transforms, skip)].filter((row) => row !== undefined)

const name = fc.constantFrom('a', 'b', 'c', '#d')
const names = fc.array(name, { maxLength: 4 })
const element = fc.oneof(
  { maxDepth: 2 },
  fc.integer({ min: 0, max: 9 }),
  fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      fc.integer({ min: 0, max: 9 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    ),
  })).value,
)
const item = fc.dictionary(name, fc.oneof(fc.array(element, { maxLength: 4 }), element))
const transforms = fc.record({
  fields: names,
  names: fc.constant<string[]>([]),
  omit: names,
  unwind: names,
  flatten: names,
  skipHidden: fc.boolean(),
  skipEmpty: fc.boolean(),
  skipFailed: fc.constant(false),
})

test('rows after a skip are those that come after as many rows, whatever is unwound', () => {
  fc.assert(
    fc.property(item, transforms, fc.nat(40), (stored, given, skip) => {
      const all = rowsOf(stored, given)
      const state = { left: skip }
      expect(rowsOf(stored, given, state)).toEqual(all.slice(skip))
      expect(state.left).toBe(Math.max(0, skip - all.length))
    }),
    propertyRuns(500),
  )
})

const FIELDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
const list = Array.from({ length: 30 }, (_, i) => i)
const lists = Object.fromEntries(FIELDS.map((field) => [field, list]))
const ALL = 30 ** FIELDS.length
const last = Object.fromEntries(FIELDS.map((field) => [field, 29]))

async function* blocks(...items: object[]) {
  yield items.map((one) => JSON.stringify(one))
}

async function read(
  items: object[],
  given: Partial<Transforms>,
  window: { skip: number; limit: number },
) {
  const { signal } = new AbortController()
  const all = { ...NO_TRANSFORMS, unwind: FIELDS, ...given }
  const found = await findRow(blocks(...items), all, signal, window.skip)
  const rows: unknown[] = []
  const source = blocks(...items.slice(found.items))
  const rest = { ...window, skip: found.skip }
  for await (const texts of transformed(source, all, signal, rest)) {
    rows.push(...texts.map((text) => JSON.parse(text)))
  }
  return { ...found, rows }
}

// Of 590 trillion rows, those that are skipped could not be built.
test.each<[name: string, given: Partial<Transforms>, more: object]>([
  ['as they are', {}, {}],
  ['not empty', { skipEmpty: true, skipHidden: true }, {}],
  ['of some fields', { fields: ['z', 'n'], skipEmpty: true }, { z: 1 }],
  ['without some', { omit: ['b'], flatten: ['y'], skipEmpty: true }, { y: {}, z: 1 }],
])('the last rows are found without building those before: %s', async (_, given, more) => {
  const { skip, ...found } = await read([{ ...lists, ...more }, { n: 1 }], given, {
    skip: ALL - 2,
    limit: 3,
  })
  expect(found).toMatchObject({ items: 0, skipped: ALL - 2 })
  expect(found.rows).toHaveLength(3)
  if (Object.keys(given).length === 0) {
    expect(found.rows).toEqual([{ ...last, j: 28 }, last, { n: 1 }])
  }
  expect(
    await read([{ ...lists, ...more }, { n: 1 }], given, { skip: ALL, limit: 9 }),
  ).toMatchObject({ items: 1, skip: 0, skipped: ALL, rows: [{}] })
})

test('an offset beyond the end says how many rows there are', async () => {
  const found = await read([lists, { n: 1 }, lists], {}, { skip: 3 * ALL, limit: 5 })
  expect(found).toMatchObject({ items: 3, skipped: 2 * ALL + 1, rows: [] })
})

test('a limit ends the reading in the middle of an item', async () => {
  const { rows } = await read([lists], {}, { skip: 5, limit: 2 })
  expect(rows).toEqual(
    [5, 6].map((j) => ({ ...lists, ...Object.fromEntries(FIELDS.map((f) => [f, 0])), j })),
  )
})

test('a search that takes long lets others have their turn, and ends with its reader', async () => {
  const controller = new AbortController()
  // A timer fires only if the event loop turns.
  setTimeout(() => controller.abort(), 1)
  // Each row may be empty, so each has to be built.
  const item = Object.fromEntries(FIELDS.map((field) => [field, list.map(() => ({}))]))
  const all = { ...NO_TRANSFORMS, unwind: FIELDS, skipEmpty: true }
  await findRow(blocks(item), all, controller.signal, 1)
  expect(controller.signal.aborted).toBe(true)
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../src/query/worker/sqlite.ts'
import { loadInto, toJsonl } from '../../support/load-rows.ts'
import { propertyRuns } from '../../support/property-runs.ts'

const CASES = 200

interface Product {
  category?: string | null
  stock?: number | null
  price?: number | null
  sold?: boolean | null
}

const few = fc.integer({ min: -4, max: 12 })
const product = fc.record<Product>(
  {
    category: fc.constantFrom('tea', 'Tea', '', '5', 'coffee', null),
    stock: fc.oneof(few, fc.constant(null)),
    // Quarters are exact, so that a sum is the same in any order.
    price: fc.oneof(
      few,
      few.map((quarters) => quarters / 4),
      fc.constant(null),
    ),
    sold: fc.constantFrom(true, false, null),
  },
  { requiredKeys: [] },
)

type Test = (given: Product) => boolean

/** A condition in SQL, and the same as a function. */
interface Condition {
  sql: string
  test: Test
}

const isKnown = <T>(given: T | null | undefined): given is T =>
  given !== null && given !== undefined

const condition: fc.Arbitrary<Condition> = fc.oneof(
  few.map((bound) => ({
    sql: `price > ${bound}`,
    test: ({ price }: Product) => isKnown(price) && price > bound,
  })),
  few.map((bound) => ({
    sql: `stock / 2.0 <= ${bound}`,
    test: ({ stock }: Product) => isKnown(stock) && stock / 2 <= bound,
  })),
  few.map((half) => ({
    sql: `price / 2 = ${half} + 0.5`,
    test: ({ price }: Product) => isKnown(price) && price / 2 === half + 0.5,
  })),
  fc.constantFrom('tea', '', '5', 'none').map((name) => ({
    sql: `category = '${name}'`,
    test: ({ category }: Product) => category === name,
  })),
  fc.constant({ sql: 'sold', test: ({ sold }: Product) => sold === true }),
  fc.constant({ sql: 'NOT sold', test: ({ sold }: Product) => sold === false }),
  fc.constant({ sql: 'category IS NULL', test: ({ category }: Product) => !isKnown(category) }),
)

const where = fc
  .tuple(condition, condition, fc.constantFrom('AND', 'OR'))
  .map(([one, other, word]) => ({
    sql: `((${one.sql}) IS TRUE ${word} (${other.sql}) IS TRUE)`,
    test: (given: Product) =>
      word === 'AND' ? one.test(given) && other.test(given) : one.test(given) || other.test(given),
  }))

const columns = (rows: readonly Product[]) => {
  const known = <T>(of: (row: Product) => T | null | undefined): T[] => rows.map(of).filter(isKnown)
  return { stock: known(({ stock }) => stock), price: known(({ price }) => price) }
}

const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0)
const sumOrNull = (numbers: readonly number[]) => (numbers.length > 0 ? sum(numbers) : null)

/** Returns what a group of rows is in the result. */
function aggregate(rows: readonly Product[]): unknown[] {
  const { stock, price } = columns(rows)
  return [
    rows.length,
    stock.length,
    sumOrNull(stock),
    sumOrNull(price),
    price.length > 0 ? sum(price) / price.length : null,
    price.length > 0 ? Math.max(...price) / 2 : null,
    rows.filter(({ sold }) => sold).length,
  ]
}

function groupByCategory(rows: readonly Product[]): Map<string | null, Product[]> {
  const groups = new Map<string | null, Product[]>()
  for (const row of rows) {
    const name = row.category ?? null
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return groups
}

const AGGREGATES =
  'count(*), count(stock), sum(stock), sum(price), avg(price), max(price) / 2, count(*) FILTER (WHERE sold)'

/** What a statement needs to have each column. */
const LAST = { category: 'tea', stock: 1, price: 0.5, sold: true }

it('a SELECT over any rows is the same as computed from the rows', async () => {
  const db = await openDatabase({ maxMb: 64 })
  const rows = fc.array(product, { maxLength: 30 }).map((some): Product[] => [...some, LAST])
  const cases = fc.property(rows, where, fc.nat(), (all, { sql, test }, chunk) => {
    loadInto(db, toJsonl(all), { chunkBytes: (chunk % 500) + 1 })
    const found = all.filter(test)
    expect(db.values(`SELECT ${AGGREGATES} FROM items WHERE ${sql}`)).toEqual([aggregate(found)])

    const offsets = all.flatMap((row, offset) => (test(row) ? [offset] : []))
    expect(db.values(`SELECT _row FROM items WHERE ${sql} ORDER BY _row`).flat()).toEqual(offsets)

    const groups = groupByCategory(found)
    const grouped = `SELECT category, ${AGGREGATES} FROM items WHERE ${sql} GROUP BY category`
    expect(new Map(db.values(grouped).map(([name, ...rest]) => [name, rest]))).toEqual(
      new Map([...groups].map(([name, group]) => [name, aggregate(group)])),
    )

    const byPrice = all
      .map(({ price }, offset) => ({ price: price ?? Number.NEGATIVE_INFINITY, offset }))
      .sort((a, b) => b.price - a.price || a.offset - b.offset)
    expect(db.values('SELECT _row FROM items ORDER BY price DESC, _row').flat()).toEqual(
      byPrice.map(({ offset }) => offset),
    )
    db.exec('DROP TABLE items')
  })
  fc.assert(cases, propertyRuns(CASES))
})

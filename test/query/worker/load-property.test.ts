import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ColumnType, TableInfo } from '../../../src/query/query-contract.ts'
import { startLoad } from '../../../src/query/worker/load-table.ts'
import { type Database, openDatabase } from '../../../src/query/worker/sqlite.ts'
import { text, value } from '../../support/hostile-values.ts'
import { propertyRuns } from '../../support/property-runs.ts'
import { REDACTOR } from '../../support/redactor.ts'

const CASES = 150

/** A value as a row writes it, and as the table has it. */
interface Written {
  json: string
  cell: unknown
}

/** Returns text as UTF-8 can hold it. */
const asUtf8 = (given: string) => Buffer.from(given).toString()

function cellOf(given: unknown): unknown {
  if (typeof given === 'string') return asUtf8(given)
  if (typeof given === 'boolean') return Number(given)
  if (typeof given === 'object' && given !== null) return asUtf8(JSON.stringify(given))
  return given
}

function integer(digits: bigint): Written {
  const json = `${digits}`
  const isSafe = Number.isSafeInteger(Number(json))
  if (isSafe) return { json, cell: Number(json) }
  return { json, cell: BigInt.asIntN(64, digits) === digits ? digits : json }
}

const written = fc.oneof(
  {
    weight: 5,
    arbitrary: value.map((given) => ({ json: JSON.stringify(given), cell: cellOf(given) })),
  },
  fc.bigInt({ min: -(2n ** 66n), max: 2n ** 66n }).map(integer),
  fc.integer({ min: -5, max: 5 }).map((number) => ({ json: `${number}.0`, cell: number })),
)

const field = fc.oneof(
  fc.constantFrom('a', 'A', 'b', '', 'x\0', '_row', '__proto__', 'select', 'é'),
  fc.string({ unit: 'binary', maxLength: 5 }),
)

const row = fc.uniqueArray(fc.tuple(field, written), { maxLength: 6, selector: ([name]) => name })

type Row = [string, Written][]

function toLine(fields: Row): string {
  return `{${fields.map(([name, { json }]) => `${JSON.stringify(name)}:${json}`).join()}}`
}

/** Loads bytes that are cut at any places. */
function loadCut(db: Database, bytes: Uint8Array, cuts: readonly number[]): TableInfo {
  const load = startLoad(db, { table: 'items', fields: undefined }, REDACTOR)
  const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b)
  for (const [i, from] of [0, ...places].entries()) load.write(bytes.subarray(from, places[i]))
  return load.end()
}

/** Returns the values of a column. Text is read as bytes, since it may have NULs. */
function readColumn(db: Database, name: string): unknown[] {
  const column = `"${name.replaceAll('"', '""')}"`
  const cell = `iif(typeof(${column}) = 'text', CAST(${column} AS BLOB), ${column})`
  return db
    .values(`SELECT ${cell} FROM items ORDER BY _row`)
    .map(([given]) => (given instanceof Uint8Array ? Buffer.from(given).toString() : given))
}

/** Returns whether a column of a type can hold a value. */
function fitsType(type: ColumnType, json: string, cell: unknown): boolean {
  if (type === 'MIXED' || json === 'null') return true
  if (type === 'JSON') return /^[[{]/.test(json)
  if (type === 'BOOLEAN') return json === 'true' || json === 'false'
  if (type === 'TEXT') return typeof cell === 'string' && !/^[[{]/.test(json)
  if (type === 'REAL') return /^[-\d]/.test(json) && typeof cell !== 'string'
  return typeof cell === 'bigint' || (Number.isSafeInteger(cell) && /^[-\d]/.test(json))
}

it('any rows are loaded as they are, however their bytes are cut', async () => {
  const db = await openDatabase({ maxMb: 256 })
  const cuts = fc.array(fc.nat(), { maxLength: 12 })
  const cases = fc.property(fc.array(row, { maxLength: 12 }), cuts, (rows, places) => {
    const bytes = Buffer.from(rows.map((fields) => `${toLine(fields)}\n`).join(''))
    const table = loadCut(db, bytes, places)
    const fields = new Set(rows.flatMap((given) => given.map(([name]) => name)))
    const loaded = [...fields].filter((name) => !name.startsWith('#'))
    expect(table.rows).toBe(rows.length)
    expect(table.columns.map((column) => column.field).sort()).toEqual(loaded.sort())
    expect(new Set(table.columns.map(({ name }) => name)).size).toBe(loaded.length)
    for (const { name, field, type } of table.columns) {
      const given = rows.map((one) => one.find(([key]) => key === field)?.[1])
      const cells = given.map((one) => one?.cell ?? null)
      const hasFraction = cells.some(
        (cell) => typeof cell === 'number' && !Number.isSafeInteger(cell),
      )
      const expected = cells.map((cell) =>
        hasFraction && typeof cell === 'bigint' ? Number(cell) : cell,
      )
      expect(readColumn(db, name)).toEqual(expected.map((cell) => (cell === 0 ? 0 : cell)))
      expect(given.every((one) => !one || fitsType(type, one.json, one.cell))).toBe(true)
    }
    db.exec('DROP TABLE items')
  })
  fc.assert(cases, propertyRuns(CASES))
})

it('texts of rows that are not objects are loaded as they are', async () => {
  const db = await openDatabase({ maxMb: 256 })
  const cases = fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
    const bytes = Buffer.from(texts.map((one) => JSON.stringify(one)).join('\n'))
    loadCut(db, bytes, [])
    expect(readColumn(db, '_value')).toEqual(texts.map(asUtf8))
    db.exec('DROP TABLE items')
  })
  fc.assert(cases, propertyRuns(20))
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startLoad } from '../../../../src/query/worker/load-table.ts'
import { type Database, openDatabase } from '../../../../src/query/worker/sqlite.ts'
import { value } from '../../../support/hostile-values.ts'
import { propertyRuns } from '../../../support/property-runs.ts'
import { OWN_TOKEN, PLANTED, REDACTOR } from '../../../support/redactor.ts'

/** A redactor that takes everything for a secret, so that every row is parsed. */
const SUSPICIOUS = { ...REDACTOR, suspects: () => true, suspectsBytes: () => true }

/** A row of every kind, which gives all fields of the tests their columns. */
const FIRST = '{"a":null,"b":null,"c d":null,"é":null,"":null}'

/** Loads rows, and returns their table and its cells, or the error. */
function load(
  db: Database,
  lines: readonly string[],
  redactor = REDACTOR,
  fields?: readonly string[],
) {
  const loading = startLoad(db, { table: 'items', fields }, redactor)
  try {
    // The first piece is parsed, to see the columns.
    loading.write(Buffer.from(`${FIRST}\n`))
    loading.write(Buffer.from(lines.map((line) => `${line}\n`).join('')))
    const { columns, rows, notes } = loading.end()
    const cells = db.values('SELECT * FROM items').map((row) => row.map(cellText))
    const types = db.values(
      `SELECT ${columns.map((_, i) => `typeof(c${i})`).join() || 1} FROM (SELECT ${columns.map(({ name }, i) => `"${name.replaceAll('"', '""')}" AS c${i}`).join() || 1} FROM items)`,
    )
    db.exec('DROP TABLE items')
    return { columns, rows, notes, cells, types }
  } catch (error) {
    return { error: String(error) }
  }
}

const cellText = (cell: unknown) => (typeof cell === 'bigint' ? `${cell}n` : cell)

/** Numbers as some program may write them; not all are JSON. */
const number = fc.oneof(
  fc.stringMatching(/^-?\d{1,18}(\.\d{1,18})?([eE][+-]?\d{1,3})?$/),
  fc.stringMatching(/^-?(0|[1-9]\d{0,3})(\.\d{1,4})?$/),
  fc.constantFrom('-0', '00', '1.', '.5', '-', '1e5', '1E400', '0.0000001', '123456789012345.5'),
)
const string = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"a\\nb\\t\\"c\\\\"',
    '"\\u00e9\\ud83d\\ude00"',
    '"\\ud83d"',
    '"\\/"',
    '"\\x"',
    '"tab\tin"',
    '"no end',
    `"${'long '.repeat(40)}\\n"`,
  ),
)
const blank = fc.constantFrom('', '', '', '', '', ' ', '\t', '\r')
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('"a"', '"b"', '"c d"', '"é"', '""') },
  fc.constantFrom('"\\u0061"', '"7"', '"__proto__"', '"#hidden"', '"new"', 'a'),
)

/** JSON as `JSON.stringify` does not write it, and what is almost JSON. */
const json = fc.letrec<{ json: string; members: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    {
      weight: 3,
      arbitrary: fc.constantFrom('true', 'false', 'null', '[]', '{}', 'nul', 'True', ''),
    },
    { weight: 4, arbitrary: number },
    { weight: 4, arbitrary: string },
    { weight: 4, arbitrary: value.map((one) => JSON.stringify(one)) },
    fc.array(tie('json'), { maxLength: 4 }).map((entries) => `[${entries.join()}]`),
    tie('members'),
  ),
  members: fc
    .array(fc.tuple(blank, key, blank, tie('json'), blank), { maxLength: 6 })
    .map(
      (members) =>
        `{${members.map(([a, name, b, one, c]) => `${a}${name}${b}:${one}${c}`).join()}}`,
    ),
}))

const line = fc.oneof({ weight: 9, arbitrary: json.members }, json.json)

describe('rows that are bound as they are', () => {
  it('become the table that parsed rows become, or the same error', async () => {
    const db = await openDatabase({ maxMb: 256 })
    const fields = fc.option(fc.constantFrom(['a', 'b'], ['é', '#hidden', 'new']), {
      nil: undefined,
    })
    const cases = fc.property(fc.array(line, { maxLength: 6 }), fields, (lines, wanted) => {
      expect(load(db, lines, REDACTOR, wanted)).toEqual(load(db, lines, SUSPICIOUS, wanted))
    })
    fc.assert(cases, propertyRuns(400))
  })

  it.each([
    ['the second value of a field counts', '{"a":1,"b":2,"a":"x"}'],
    ['keys of nested objects are where a parser puts them', '{"a":{"b":1,"7":2,"b":3}}'],
    ['numbers are written in one way', '{"a":[1.0,1e3,-0,0.10,1e-7,12345678901234567890]}'],
    ['a number may be an integer by its value', '{"a":1.0,"b":-0.0,"c d":0.5}'],
    ['escapes stand for characters', '{"a":"x\\ny\\\\z\\"","b":["\\n"]}'],
    ['a value may be nested deeply', `{"a":${'['.repeat(60)}${']'.repeat(60)}}`],
    [
      'an object may have many keys',
      JSON.stringify({ a: Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`k${i}`, i])) }),
    ],
    ['text may be broken', '{"a":"\ud83d"}'],
  ])('%s', async (_, row) => {
    const db = await openDatabase({ maxMb: 64 })
    const plain = load(db, [row, row])
    expect(plain).toEqual(load(db, [row, row], SUSPICIOUS))
    expect(plain).toMatchObject({ rows: 3 })
  })

  it('may have names without end in fields that are not loaded', async () => {
    const db = await openDatabase({ maxMb: 64 })
    const lines = Array.from({ length: 10_000 }, (_, i) => `{"a":${i},"other ${i}":[${i}]}`)
    expect(load(db, lines, REDACTOR, ['a'])).toMatchObject({
      rows: 10_001,
      columns: [{ name: 'a' }],
    })
  })

  it('keep secrets in escapes', async () => {
    const db = await openDatabase({ maxMb: 64 })
    const hidden = JSON.stringify(`${OWN_TOKEN} ${PLANTED}`)
      .replaceAll('/', '\\/')
      .replaceAll('p', '\\u0070')
    const { cells } = load(db, Array(100).fill(`{"a":${hidden},"b":[${hidden}]}`))
    const shown = JSON.stringify(cells)
    expect(shown).toContain('[redacted]')
    for (const secret of [OWN_TOKEN, PLANTED.slice(10)]) expect(shown).not.toContain(secret)
  })

  it('keep their secrets, also at the edge of a piece', async () => {
    const db = await openDatabase({ maxMb: 64 })
    const token = 'apify_api_PlantedInWhatActorsWrite012345'
    const lines = Array.from({ length: 3000 }, (_, i) => `{"a":"${'x'.repeat(i % 97)}${token}"}`)
    const { cells } = load(db, lines)
    expect(JSON.stringify(cells)).not.toContain(token.slice(10))
  })
})

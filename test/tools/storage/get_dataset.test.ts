import { describe, expect, it } from 'vitest'
import getDataset from '../../../tools/storage/get_dataset.ts'
import { callHandler } from '../../support/call-handler.ts'
import { fakeDataset } from '../../support/fake-storages.ts'

async function describeDataset(
  items: readonly object[],
  maxResultTokens = 8000,
  total?: number | null,
  own = 7,
) {
  const apify = {
    ...fakeDataset(items, total === undefined ? {} : { total }),
    getDataset: async () => ({ id: 'data1', itemCount: own, stats: { inflatedBytes: 90 } }),
  }
  const args = { datasetId: 'data1' }
  const context = { apify, settings: { maxResultTokens } }
  const { fields = [], ...rest } = (await callHandler(getDataset, args, context)).result
  return { ...rest, fields }
}

describe('get_dataset', () => {
  it('returns counts, fields and one row', async () => {
    expect(await describeDataset([{}, { a: 1 }, { a: 'x', 'b\nc': null }])).toEqual({
      datasetId: 'data1',
      itemCount: 3,
      bytes: 90,
      sampledRows: 3,
      row: { a: 1 },
      fields: [
        { name: 'a', type: 'integer or string', filled: 0.67, sqlType: 'MIXED', example: 1 },
        { name: 'b c', type: 'null', filled: 0, column: 'b\nc', sqlType: 'TEXT' },
      ],
      query: 'SELECT count(*) FROM items',
    })
  })

  it("falls back to the dataset's own count", async () => {
    expect((await describeDataset([{ a: 1 }], 8000, null)).itemCount).toBe(7)
  })

  it.each([
    [10, 9, undefined, 7],
    [10, 0, undefined, 7],
    [10, 10, 10, 7],
    [10, 25, 25, 7],
    [10, 4, 12, 12],
    [10, null, undefined, -1],
    [1, null, undefined, 2.5],
  ])('of %s rows, a listing of %s items gives %s', async (count, total, shown, own) => {
    const items = Array.from({ length: count }, (_, n) => ({ n }))
    expect((await describeDataset(items, 8000, total, own)).itemCount).toBe(shown)
  })

  it('keeps names as calls need them', async () => {
    const names = [' price ', 'a,b', '<b>x</b>', '[x](y)', 'a  b', '__proto__']
    const row = Object.fromEntries(names.map((name) => [name, 1]))
    const { fields } = await describeDataset([row])
    expect(fields).toEqual(
      names.map((name) => ({ name, type: 'integer', filled: 1, sqlType: 'INTEGER', example: 1 })),
    )
  })

  it('says that rows are counted but have not arrived', async () => {
    const { note, itemCount } = await describeDataset([], 8000, 3)
    expect(itemCount).toBe(3)
    expect(note).toContain('The API counts 3 rows but gives none')
  })

  it('says that a dataset is empty', async () => {
    const { note, row, query } = await describeDataset([])
    expect(note).toBe('The dataset is empty.')
    expect(query).toBe('SELECT count(*) FROM items')
    expect(row).toBeUndefined()
  })

  it('says that the row is truncated, and how many fields did not fit', async () => {
    const wide = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`field${i}`, i]))
    const { note, fields } = await describeDataset(
      [{ text: 'many words '.repeat(900), ...wide }],
      900,
    )
    expect(note).toContain(`${201 - fields.length} more fields did not fit.`)
    expect(note).toContain('`list_dataset_items` shows more')
  })

  it('shows the columns of a query, and values of fields that the row lacks', async () => {
    const items = [
      { Price: 1, price: 'x', when: '', '#hidden': 1, tags: ['a'.repeat(90)] },
      { Price: 2.5, price: 'y', when: '2026-01-01' },
    ]
    const { fields, note } = await describeDataset(items)
    expect(fields).toMatchObject([
      { name: 'Price', sqlType: 'REAL', example: 1 },
      { name: 'price', column: 'price_2', sqlType: 'TEXT', example: 'x' },
      { name: 'when', sqlType: 'TEXT', example: '2026-01-01' },
      { name: '#hidden', type: 'integer', filled: 0.5 },
      { name: 'tags', sqlType: 'JSON', example: expect.stringMatching(/… \[\+\d+ chars\]$/) },
    ])
    expect(fields[3]).not.toHaveProperty('sqlType')
    expect(note).toBe(
      'Fields without `sqlType` are columns only if `fields` of `query_dataset` names them.',
    )
  })

  it('leaves out the values if not all fields fit with them', async () => {
    const row = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`field${i}`, `value ${i}`]),
    )
    const { fields } = await describeDataset([row], 2300)
    expect(fields).toHaveLength(60)
    expect(fields[0]).toEqual({ name: 'field0', type: 'string', filled: 1, sqlType: 'TEXT' })
  })

  it('says that the sample has not all rows, and what answers questions about them', async () => {
    const items = Array.from({ length: 101 }, (_, n) => ({ n }))
    expect((await describeDataset(items, 8000, 5000)).note).toBe(
      'The sample is the first 100 rows: `query_dataset` answers a question about all rows.',
    )
    expect((await describeDataset(items.slice(0, 100), 8000)).note).toBeUndefined()
  })
})

describe('get_dataset with section schema', () => {
  const schemaOf = async (items: readonly object[], maxResultTokens = 8000) => {
    const apify = {
      ...fakeDataset(items, {}),
      getDataset: async () => ({ id: 'data1', itemCount: items.length }),
    }
    const args = { datasetId: 'data1', section: 'schema' as const }
    return (await callHandler(getDataset, args, { apify, settings: { maxResultTokens } })).result
  }

  it('returns the schema of the rows in place of their fields', async () => {
    const result = await schemaOf([{ a: 1 }, { a: 2, b: 'x' }])
    expect(result).toEqual({
      datasetId: 'data1',
      itemCount: 2,
      sampledRows: 2,
      schema: {
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'string' } },
        required: ['a'],
      },
    })
  })

  it('says that a dataset is empty', async () => {
    expect(await schemaOf([])).toMatchObject({ schema: {}, note: 'The dataset is empty.' })
  })

  it('leaves inner objects out if the schema does not fit, and says so', async () => {
    const inner = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`name${i}`, i]))
    const row = { a: { b: { c: { d: inner } } }, e: 1 }
    const { schema, note } = await schemaOf([row], 500)
    expect(schema).toMatchObject({ properties: { e: { type: 'integer' } } })
    expect(JSON.stringify(schema)).not.toContain('name1')
    expect(note).toContain('3 levels are not described')
  })

  it('is truncated with marks if even its names do not fit', async () => {
    const row = Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`name${i}`, i]))
    const { note } = await schemaOf([row], 500)
    expect(note).toContain('truncated')
  })
})

import { expect, it } from 'vitest'
import { describeWays } from '../support/clients/use-client.ts'
import { ACTOR_NAME, ID } from '../support/clients/world-data.ts'

const { dataset: datasetId } = ID
/** Names that a list with commas cannot hold, or that people do not see. */
const ROW = { 'Price, USD': 5, ' padded ': 'p', tail: 't', 'a.b': 1, '': 'none' }
const MISSING = /no row (?:here )?has/i

/** The fields that a call asks for, and the row that it gets. */
const CHOSEN: [fields: unknown, row: object][] = [
  [['Price, USD'], { 'Price, USD': 5 }],
  [['Price, USD', 'tail'], { 'Price, USD': 5, tail: 't' }],
  [['tail'], { tail: 't' }],
  ['["Price, USD"]', { 'Price, USD': 5 }],
]

describeWays(({ outcome }) => {
  const list = async (args: object) => {
    const { isError, text, structured } = await outcome({
      tool: 'list_dataset_items',
      args: { datasetId, ...args },
      arrange: ({ fake }) => fake.datasets.set(datasetId, [ROW, ROW]),
    })
    expect(isError, text).toBe(false)
    return structured
  }

  it.each(CHOSEN)('fields %j are shown, or the result says why not', async (fields, row) => {
    const { items, note } = await list({ fields })
    expect(items).toEqual([row, row])
    expect(note ?? '').not.toMatch(MISSING)
  })

  it('a field with a comma is left out, or the result says why not', async () => {
    const { items } = await list({ omit: ['Price, USD'] })
    expect(JSON.stringify(items)).not.toContain('Price')
    expect(JSON.stringify(items)).toContain('"tail":"t"')
  })

  it('the note on missing fields is there if it is true', async () => {
    expect((await list({ fields: ['nope'] })).note).toMatch(MISSING)
    expect((await list({ fields: ['nope', 'tail'] })).note ?? '').not.toMatch(MISSING)
  })

  it('run_actor_sync shows fields with commas too', async () => {
    const { structured, text } = await outcome({
      tool: 'run_actor_sync',
      args: { actorId: ACTOR_NAME, fields: ['Price, USD'] },
      arrange: ({ fake }) => fake.datasets.set(datasetId, [ROW]),
    })
    expect(structured.items, text).toEqual([{ 'Price, USD': 5 }])
  })

  it('get_dataset names fields as they are, with the blanks at their ends', async () => {
    const { structured } = await outcome({
      tool: 'get_dataset',
      args: { datasetId },
      arrange: ({ fake }) => fake.datasets.set(datasetId, [ROW]),
    })
    const names = JSON.stringify(structured.fields)
    for (const name of ['" padded "', '"Price, USD"']) expect(names).toContain(name)
  })
})

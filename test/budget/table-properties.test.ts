import fc from 'fast-check'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { type CheckedServer, checkedServers, eachPage } from '../support/checked-server.ts'
import { EXTREME_VALUES, row } from '../support/hostile-values.ts'
import { propertyRuns } from '../support/property-runs.ts'
import { pruned } from '../support/pruned.ts'

const tablePage = z.object({
  columns: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
  offset: z.number(),
  count: z.number(),
  note: z.string().optional(),
})

/** Like `readAll`, of tables: their cells are the values of the rows, but for nested empty ones. */
async function readTables(server: CheckedServer, rows: readonly unknown[], args: object) {
  let seen = 0
  const call = { datasetId: 'data1', format: 'table', ...args }
  await eachPage(server, ['list_dataset_items', call], (given) => {
    const { columns, rows: cells, offset, count, note = '' } = tablePage.parse(given)
    expect(offset).toBe(seen)
    expect(cells).toHaveLength(count)
    expect(cells.filter((row) => row.length !== columns.length)).toEqual([])
    if (!note.includes('truncated')) {
      const mark = /"(∅+)": the row/.exec(note)?.[1]
      const shown = cells.map((row) => columns.flatMap((name, i) => entryOf(name, row[i], mark)))
      const expected = rows.slice(offset, offset + count).map((row) => {
        const fields: Record<string, unknown> = Object(row)
        return columns.flatMap((name) =>
          Object.hasOwn(fields, name) ? [[name, pruned(fields[name])]] : [],
        )
      })
      expect(JSON.stringify(shown)).toBe(JSON.stringify(expected))
    }
    seen += count
  })
  expect(seen).toBe(rows.length)
}

const entryOf = (name: string, cell: unknown, mark: string | undefined) =>
  mark !== undefined && cell === mark ? [] : [[name, cell]]

it('any rows as tables fit any budget, and paging yields each row once and in order', async () => {
  const { fake, servers } = await checkedServers()
  const cases = fc.asyncProperty(
    fc.array(row, { maxLength: 25 }),
    fc.constantFrom(...servers),
    fc.integer({ min: 1, max: 30 }),
    async (rows, server, limit) => {
      fake.datasets.set('data1', rows)
      await readTables(server, rows, { limit })
      await server.call('run_actor_sync', { actorId: 'alice/crawler', limit, format: 'table' })
    },
  )
  await fc.assert(cases, propertyRuns(12))
})

it.each(Object.keys(EXTREME_VALUES))('%s fits as a row of a table', async (name) => {
  const { fake, servers } = await checkedServers()
  const rows = [{ n: 0 }, { n: 1, monster: EXTREME_VALUES[name] }, { n: 2 }]
  fake.datasets.set('data1', rows)
  for (const server of servers) {
    await readTables(server, rows, {})
    await server.call('run_actor_sync', { actorId: 'alice/crawler', format: 'table' })
  }
})

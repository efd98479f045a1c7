import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { DATASET, openRows, ROWS } from '../support/attack/open-rows.ts'
import { DOORS } from '../support/attack/open-server.ts'
import {
  COUNT,
  ECHOES,
  GREEDY,
  GUESSES,
  many,
  planted,
  plantedWide,
  REFUSED,
} from '../support/attack/query-statements.ts'
import { expectHidden, SECRETS, wholeOf } from '../support/attack/secrets.ts'

describe.each(DOORS)('$name', (door) => {
  it.each(SECRETS)(
    `19 no part of $name is in a table or its names, over ${door.name}`,
    async (secret) => {
      const { query, call } = await openRows(door, planted(secret), { heapMb: 576 })
      for (const fields of [undefined, ['#hidden', 'text', 'nested', wholeOf(secret)]]) {
        const names = fields && { fields }
        for (const sql of ['SELECT * FROM items', 'SELECT hex(text), nested FROM items']) {
          const { text, structured } = await query(sql, { ...names, limit: 10 })
          expectHidden([text, structured], secret, sql)
        }
      }
      const part = secret.hidden.slice(0, 7)
      const fields = ['id', 'text', 'nested', '#hidden']
      for (const [name, sql] of Object.entries(GUESSES)) {
        const named = sql(part).includes('_value') ? {} : { fields }
        const { structured, isError, text } = await query(sql(part), named)
        expect([name, isError && text, structured.rows]).toEqual([name, false, [[0]]])
      }
      const dataset = await call('get_dataset', { datasetId: DATASET })
      expectHidden([dataset.text, dataset.structured], secret, 'get_dataset')
    },
  )

  it.each(SECRETS)(
    `19 no answer repeats $name from a statement, over ${door.name}`,
    async (secret) => {
      const { query, written } = await openRows(door, '{"id":1,"text":"a"}\n')
      for (const [name, sql] of Object.entries(ECHOES)) {
        const { text, structured } = await query(sql(wholeOf(secret)))
        expectHidden([text, structured], secret, name)
      }
      expectHidden(written(), secret, 'all that was written')
    },
  )

  it(`19 nothing but rows is within reach, over ${door.name}`, async () => {
    const { query } = await openRows(door, ROWS)
    for (const sql of REFUSED) {
      const { isError, text } = await query(sql)
      expect(isError, `${sql}: ${text}`).toBe(true)
    }
    for (const sql of [
      1,
      null,
      [COUNT],
      { sql: COUNT },
      '',
      ' ',
      '-- a',
      '/* a',
      '\0',
      '```sql\n```',
    ])
      expect((await query(sql)).isError, String(sql)).toBe(true)
    for (const limit of [0, -1, 1.5, 'many', [5]])
      expect((await query(COUNT, { limit })).isError, String(limit)).toBe(true)
    for (const args of [{ runId: 'run1' }, { otherDatasetId: 'd', otherRunId: 'r' }, { more: 1 }])
      expect((await query(COUNT, args)).isError, JSON.stringify(args)).toBe(true)
    expect((await query(COUNT)).structured.rows).toEqual([[2000]])
    for (const fields of [[''], ['__proto__'], ['a,b'], ['"'], ['\0'], ['name', 'name']])
      expect((await query(COUNT, { fields })).structured.rows, fields[0]).toEqual([[2000]])
  })

  it(`19 a greedy statement is ended, and the next is answered, over ${door.name}`, async () => {
    const args = ['--max-query-mb=48']
    const { query, child } = await openRows(door, ROWS, { heapMb: 576, args })
    for (const [name, [sql, says]] of Object.entries(GREEDY)) {
      const { isError, text } = await query(sql)
      expect(isError, name).toBe(true)
      expect(text, name).toMatch(says)
      expect((await query(COUNT)).structured.rows, name).toEqual([[2000]])
    }
    const wide = await query(`SELECT ${many('x', 200)} FROM (SELECT hex(zeroblob(50000)) AS x)`)
    expect(wide).toMatchObject({ isError: false, structured: { rowCount: 1 } })
    const all = await query('SELECT a.name, b.price FROM items a, items b, items c', {
      limit: 1000,
    })
    expect(all.structured).toMatchObject({ truncated: true })
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    expect(Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024).toBeLessThan(700)
  })
})

it.each(SECRETS)('19 no part of $name is in the column of other fields', async (secret) => {
  for (const door of DOORS.filter(({ name }) => name.includes('HTTP, 2026'))) {
    const { query } = await openRows(door, plantedWide(secret))
    const guess = secret.hidden.slice(0, 7)
    const sql = `SELECT count(*) FROM items, json_each(_rest) WHERE key LIKE '%${guess}%' OR value LIKE '%${guess}%'`
    expect((await query(sql)).structured.rows).toEqual([[0]])
    expectHidden((await query('SELECT _rest FROM items')).structured, secret, '_rest')
  }
})

import { describe, expect, it } from 'vitest'
import { startLoad } from '../../../src/query/worker/load-table.ts'
import { MAX_LINE_BYTES } from '../../../src/query/worker/split-lines.ts'
import { openDatabase } from '../../../src/query/worker/sqlite.ts'
import { loadInto, loadRows, toJsonl } from '../../support/load-rows.ts'
import { OWN_TOKEN, REDACTOR } from '../../support/redactor.ts'

const OPTIONS = { table: 'items', fields: undefined } as const

describe('what cannot be loaded', () => {
  it('is a row that is not JSON, by its offset', async () => {
    await expect(loadRows('{"a":1}\n{"a":\n{"a":3}')).rejects.toThrow(
      /^The row at offset 1 arrived as something that is not JSON\. Ask again\./,
    )
  })

  it('is a row that is longer than any of Apify', async () => {
    const load = startLoad(await openDatabase({ maxMb: 64 }), OPTIONS, REDACTOR)
    const chunk = Buffer.alloc(MAX_LINE_BYTES / 8, 'x')
    expect(() => {
      load.write(Buffer.from('{"a":1}\n{"b":"'))
      for (let i = 0; i < 9; i++) load.write(chunk)
    }).toThrow(/^The row at offset 1 is longer than 64 MiB\. .*`fields`/)
  })

  it('is a value beyond the limit of SQLite, by its row and field', async () => {
    const db = await openDatabase({ maxMb: 64 })
    db.capi.sqlite3_limit(db.pointer, db.capi.SQLITE_LIMIT_LENGTH, 10_000)
    expect(() => loadInto(db, toJsonl([{ a: 1 }, { a: 1, html: 'x'.repeat(10_001) }]))).toThrow(
      'The field `html` of the row at offset 1 is longer than SQLite can store. Name only the fields that the question needs in `fields`, without `html`.',
    )
    const parts = Object.fromEntries([...'abcdef'].map((name) => [name, 'x'.repeat(2000)]))
    expect(() => loadInto(db, toJsonl([parts]))).toThrow(/^The row at offset 0 is longer/)
  })

  it('is a row that is nested too deeply', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    await expect(loadRows(`{"a":1}\n{"b":1,"tree":${deep}}`)).rejects.toThrow(
      /^The field `tree` of the row at offset 1 is nested too deeply/,
    )
    await expect(loadRows(`{"a":1}\n{"b":"${OWN_TOKEN}","tree":${deep}}`)).rejects.toThrow(
      /^The row at offset 1 is nested too deeply/,
    )
  })

  it('is a table that does not fit into memory, and nothing of it stays', async () => {
    const db = await openDatabase({ maxMb: 16 })
    const rows = toJsonl(Array.from({ length: 1000 }, (_, i) => ({ i, text: 'x'.repeat(100_000) })))
    expect(() => loadInto(db, rows)).toThrow(
      /^The dataset does not fit into the memory for queries, which was full after \d+ rows\. .*--max-query-mb/,
    )
    expect(db.values('SELECT * FROM sqlite_schema')).toEqual([])
    expect(loadInto(db, toJsonl([{ a: 'x'.repeat(1_000_000) }])).rows).toBe(1)
  })

  it('is a table beyond the bound of its pages', async () => {
    const db = await openDatabase({ maxMb: 64 })
    db.exec('PRAGMA max_page_count = 100')
    const rows = Array.from({ length: 10_000 }, (_, i) => ({ i, text: 'x'.repeat(100) }))
    expect(() => loadInto(db, toJsonl(rows))).toThrow(/full after \d+ rows/)
  })

  it('ends the load', async () => {
    const load = startLoad(await openDatabase({ maxMb: 64 }), OPTIONS, REDACTOR)
    expect(() => load.write(Buffer.from('no JSON\n'))).toThrow('offset 0')
    expect(() => load.write(Buffer.from('{}\n'))).toThrow('The load has ended.')
    expect(() => load.end()).toThrow('The load has ended.')
  })
})

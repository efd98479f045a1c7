import { describe, expect, it } from 'vitest'
import { SPARE_BYTES } from '../../../src/query/engine-pool.ts'
import { Session, startSandbox } from '../../../src/query/worker/session.ts'
import { warmUp } from '../../../src/query/worker/warm-up.ts'

describe('warming up', () => {
  it('takes no more memory than is left for a spare engine', async () => {
    const sandbox = await startSandbox({ maxMb: 512 })
    await warmUp(sandbox, new AbortController().signal)
    expect(sandbox.db.memoryBytes()).toBeLessThanOrEqual(SPARE_BYTES)
  })

  it('leaves nothing that a question could meet', async () => {
    const sandbox = await startSandbox({ maxMb: 48 })
    await warmUp(sandbox, new AbortController().signal)
    expect(sandbox.tables).toEqual([])
    expect(sandbox.db.values('SELECT name FROM sqlite_schema')).toEqual([])

    const session = new Session(sandbox, { secrets: [] })
    session.answer({ do: 'load', options: { table: 'items', fields: undefined } })
    session.answer({ do: 'write', bytes: new TextEncoder().encode('{"price": "9 EUR"}\n') })
    expect(session.answer({ do: 'endLoad' })).toMatchObject({
      table: { rows: 1, columns: [{ name: 'price', field: 'price', type: 'TEXT' }], notes: [] },
    })
    const options = { sql: 'SELECT * FROM items', maxMs: 60_000, maxCellChars: 100 }
    const batch = { maxRows: 9, maxChars: 999 }
    expect(session.answer({ do: 'start', options, batch })).toMatchObject({
      rows: [[0, '9 EUR']],
      done: true,
    })
  })

  it.each([0, 1])('ends when a question comes, after %i rounds', async (rounds) => {
    const sandbox = await startSandbox({ maxMb: 48 })
    const asked = new AbortController()
    let done = 0
    const ask = () => {
      if (done === rounds) asked.abort()
    }
    const exec = (sql: string) => {
      sandbox.db.exec(sql)
      if (sql.startsWith('DROP TABLE')) done++
      ask()
    }
    ask()
    await warmUp({ ...sandbox, db: { ...sandbox.db, exec } }, asked.signal)
    expect(done).toBe(rounds)
  })
})

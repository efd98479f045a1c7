import { describe, expect, it } from 'vitest'
import { compileSqlite } from '../../src/app/compile-sqlite.ts'
import { openDatabase } from '../../src/query/worker/sqlite.ts'

describe('compileSqlite', () => {
  it('compiles once what several databases run, each with memory of its own', async () => {
    const program = await compileSqlite()
    expect(program).toBeDefined()
    const [one, two] = await Promise.all([
      openDatabase({ maxMb: 16, program }),
      openDatabase({ maxMb: 16, program }),
    ])
    one.exec('CREATE TABLE items (a)')
    expect(one.values("SELECT count(*) FROM sqlite_schema WHERE name = 'items'")).toEqual([[1]])
    expect(two.values("SELECT count(*) FROM sqlite_schema WHERE name = 'items'")).toEqual([[0]])
    one.close()
    two.close()
  })

  it('is not needed: without it a database reads the program itself', async () => {
    const db = await openDatabase({ maxMb: 16, program: undefined })
    expect(db.values('SELECT 1')).toEqual([[1]])
    db.close()
  })
})

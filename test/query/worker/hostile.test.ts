import { beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../../src/query/worker/statement.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import { ENDLESS, HARMLESS, TOO_LARGE } from './greedy-statements.ts'
import { REFUSED } from './refused-statements.ts'
import { ask, openShop } from './support.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await openShop()
  // So that statements meet the tables of the full text too.
  ask(sandbox, "SELECT rowid FROM items_fts('tea')")
})

/** Returns what a statement fails with, and sees that the rows can be asked afterwards. */
function failureOf(sql: string, maxMs = 60_000): string {
  try {
    ask(sandbox, sql, { maxMs })
  } catch (error) {
    expect(error).toBeInstanceOf(ToolError)
    expect(ask(sandbox, 'SELECT count(*), sum(price) FROM items').rows).toEqual([[1000, 249_750]])
    expect(ask(sandbox, "SELECT count(*) FROM items_fts('tea')").rows).toEqual([[500]])
    return error instanceof ToolError ? error.message : ''
  }
  return ''
}

describe('a statement that does something else than read rows', () => {
  it.each(Object.entries(REFUSED))('is refused: %s', (sql, says) => {
    expect(failureOf(sql)).toMatch(says)
  })
})

describe('a statement that takes too much', () => {
  it.each(Object.entries(TOO_LARGE))('is refused: %s', (_, { sql, says }) => {
    expect(failureOf(sql)).toMatch(says)
  })

  it.each(Object.entries(ENDLESS))('is ended: %s', (_, sql) => {
    expect(failureOf(sql, 100)).toMatch(/longer than the 0\.1 s/)
  })

  it('fails as often as it is asked, and leaves nothing behind', () => {
    const sort = 'SELECT a.seller FROM items a, items b ORDER BY a.seller || b.name, random()'
    for (let i = 0; i < 5; i++) expect(failureOf(sort)).toMatch(/memory/)
    expect(sandbox.db.memoryBytes()).toBeLessThanOrEqual(48 * 1024 * 1024)
  })
})

describe('a statement with words of others', () => {
  it.each(Object.entries(HARMLESS))('is answered: %s', (sql, row) => {
    expect(ask(sandbox, sql).rows[0]).toEqual(row)
  })
})

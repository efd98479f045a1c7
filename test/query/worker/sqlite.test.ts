import { readdir } from 'node:fs/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { setLimits } from '../../../src/query/worker/limits.ts'
import { openDatabase } from '../../../src/query/worker/sqlite.ts'

const MB = 1024 * 1024

afterEach(() => void vi.restoreAllMocks())

describe('openDatabase', () => {
  it('never takes more memory than its maximum, and lives on', async () => {
    const db = await openDatabase({ maxMb: 24 })
    setLimits(db, 24)
    db.exec('CREATE TABLE items (_row INTEGER PRIMARY KEY, text TEXT)')
    const fill = () => {
      while (true) db.values('INSERT INTO items (text) VALUES (?)', ['x'.repeat(100_000)])
    }
    expect(fill).toThrow(/full|out of memory/)
    expect(db.memoryBytes()).toBeLessThanOrEqual(24 * MB)
    const [count] = db.values('SELECT count(*) FROM items').flat()
    expect(Number(count)).toBeGreaterThan(100)
    db.close()
  })

  it('has a maximum without any of SQLite', async () => {
    const db = await openDatabase({ maxMb: 16 })
    expect(() => db.values('SELECT length(hex(randomblob(20000000)))')).toThrow(/out of memory/)
    expect(db.memoryBytes()).toBeLessThanOrEqual(16 * MB)
    expect(db.values('SELECT 1')).toEqual([[1]])
  })

  it('keeps a limit that a statement would raise', async () => {
    const db = await openDatabase({ maxMb: 24 })
    setLimits(db, 24)
    expect(db.values('PRAGMA hard_heap_limit = 0')).toEqual([[18 * MB]])
    expect(db.values('PRAGMA hard_heap_limit = 1000000000')).toEqual([[18 * MB]])
  })

  it('writes nothing on the disk and prints nothing', async () => {
    const printed = ['log', 'warn', 'error', 'debug'].map((name) =>
      vi.spyOn(console, name === 'warn' ? 'warn' : 'error').mockImplementation(() => {}),
    )
    const files = await readdir('.')
    const db = await openDatabase({ maxMb: 24 })
    expect(() => db.exec('SELECT nonsense FROM nowhere')).toThrow()
    db.exec("ATTACH 'on-disk.db' AS disk; CREATE TABLE disk.x (a); VACUUM INTO 'copy.db'")
    expect(await readdir('.')).toEqual(files)
    for (const spy of printed) expect(spy).not.toHaveBeenCalled()
  })

  it('opens databases that know nothing of each other', async () => {
    const [first, second] = await Promise.all([
      openDatabase({ maxMb: 16 }),
      openDatabase({ maxMb: 16 }),
    ])
    first.exec('CREATE TABLE items (a)')
    expect(() => second.values('SELECT * FROM items')).toThrow(/no such table/)
  })
})

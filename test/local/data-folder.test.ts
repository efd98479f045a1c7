import { existsSync } from 'node:fs'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { deleteLocked, lockDataFolder } from '../../src/local/data-folder.ts'
import { makeFolder } from '../support/folder.ts'

test('a new data folder is for its user alone', async () => {
  const dir = join(await makeFolder(), 'data')
  const lock = await lockDataFolder(dir)
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
  await lock.release()
})

test('a locked folder is deleted with all that it holds', async () => {
  const dir = join(await makeFolder(), 'data')
  await deleteLocked(dir, await lockDataFolder(dir))
  expect(existsSync(dir)).toBe(false)
})

test('of a folder that another process locks as soon as it can, nothing more is deleted', async () => {
  const dir = join(await makeFolder(), 'data')
  const lock = await lockDataFolder(dir)
  await writeFile(join(dir, 'theirs'), 'old')
  const release = async () => {
    await lock.release()
    await lockDataFolder(dir)
    await writeFile(join(dir, 'theirs'), 'new')
  }
  await expect(deleteLocked(dir, { release })).rejects.toThrow('ENOTEMPTY')
  expect((await readdir(dir)).toSorted()).toEqual(['format.json', 'lock', 'theirs'])
  expect(await readFile(join(dir, 'theirs'), 'utf8')).toBe('new')
})

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ScheduleLogs } from '../../../src/local/schedules/schedule-log.ts'
import { makeFolder } from '../../support/folder.ts'

const entry = (n: number) => ({ message: `${n}`, level: 'INFO', createdAt: 'now' }) as const

const FILE = 's1.log.jsonl'

test('the last thousand entries are kept, across restarts', async () => {
  const root = await makeFolder()
  for (let start = 0; start < 6; start++) {
    const logs = new ScheduleLogs(root)
    for (let n = 0; n < 700; n++) await logs.add('s1', entry(start * 700 + n))
    await logs.settle()
  }
  const messages = (await new ScheduleLogs(root).read('s1')).map(({ message }) => Number(message))
  expect(messages).toEqual(Array.from({ length: 1000 }, (_, n) => 3200 + n))
  const lines = (await readFile(join(root, FILE), 'utf8')).split('\n')
  expect(lines.length).toBeLessThanOrEqual(2001)
})

test('a torn line spoils no other', async () => {
  const root = await makeFolder()
  const logs = new ScheduleLogs(root)
  await logs.add('s1', entry(1))
  await logs.settle()
  const path = join(root, FILE)
  await writeFile(path, `${await readFile(path, 'utf8')}\n{"message":"2","lev`)
  const again = new ScheduleLogs(root)
  await again.add('s1', entry(3))
  expect(await again.read('s1')).toEqual([entry(1), entry(3)])
  await again.delete('s1')
  expect(await again.read('s1')).toEqual([])
})

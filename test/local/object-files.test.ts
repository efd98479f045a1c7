import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ObjectFiles } from '../../src/local/object-files.ts'
import { makeFolder } from '../support/folder.ts'

const schema = z.object({ id: z.string(), createdAt: z.string(), n: z.number() })

const idOf = (letter: string) => letter.repeat(17)

const object = (letter: string, n = 0) => ({ id: idOf(letter), createdAt: `2026-0${n + 1}`, n })

const fail = (error: Error) => {
  throw error
}

test('objects are listed oldest first, before and after they are read again', async () => {
  const root = join(await makeFolder(), 'objects')
  const files = new ObjectFiles(root, schema, fail)
  expect(await files.list()).toEqual([])
  for (const [letter, n] of [
    ['c', 2],
    ['a', 1],
    ['b', 1],
  ] as const) {
    await files.add(() => object(letter, n))
  }
  const expected = [object('a', 1), object('b', 1), object('c', 2)]
  expect(await files.list()).toEqual(expected)
  expect(await new ObjectFiles(root, schema, fail).list()).toEqual(expected)
})

test('many changes at once keep every one, and the last state is in the file', async () => {
  const root = await makeFolder()
  const files = new ObjectFiles(root, schema, fail)
  await files.add(() => object('a'))
  const changes = Array.from({ length: 50 }, () =>
    files.change(idOf('a'), (one) => ({ ...one, n: one.n + 1 })),
  )
  await Promise.all(changes)
  expect(await new ObjectFiles(root, schema, fail).get(idOf('a'))).toMatchObject({ n: 50 })
  const changing = files.change(idOf('a'), (one) => ({ ...one, n: 99 }))
  await Promise.all([changing, files.delete(idOf('a'))])
  expect(await readdir(root)).toEqual([])
  expect(await files.change(idOf('a'), (one) => one)).toBeUndefined()
})

test('what cannot be stored is not there', async () => {
  const root = join(await makeFolder(), 'objects')
  const files = new ObjectFiles(root, schema, fail)
  await files.list()
  await rm(root, { recursive: true })
  await expect(files.add(() => object('a'))).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await files.get(idOf('a'))).toBeUndefined()
  await mkdir(root)
  await files.add(() => object('a'))
  expect(await files.list()).toHaveLength(1)
})

test.each([
  ['no JSON', '{'],
  ['another form', '{"id":"aaaaaaaaaaaaaaaaa"}'],
  ['another id', JSON.stringify(object('b'))],
])('a file with %s is left out, and said once', async (_, text) => {
  const root = await makeFolder()
  await writeFile(join(root, `${idOf('a')}.json`), text)
  await writeFile(join(root, 'other.json'), text)
  await writeFile(join(root, `${idOf('c')}.json`), JSON.stringify(object('c')))
  const damaged: string[] = []
  const files = new ObjectFiles(root, schema, ({ message }) => damaged.push(message))
  expect(await files.list()).toEqual([object('c')])
  expect(await files.list()).toEqual([object('c')])
  expect(damaged).toEqual([expect.stringContaining(`${idOf('a')}.json is damaged and left out`)])
})

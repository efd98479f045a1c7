import { appendFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { ALL } from '../../../src/local/folder-index/entry-groups.ts'
import { FolderIndex } from '../../../src/local/folder-index/folder-index.ts'
import { stableId } from '../../../src/local/ids.ts'
import { makeFolder } from '../../support/folder.ts'

const entry = z.object({ id: z.string(), at: z.string(), name: z.string() })

type Entry = z.infer<typeof entry>

const NAMES = ['one', 'two', 'three', 'four']

/** Folders whose names are the ids of texts, and what reads them. */
async function makeFolders() {
  const root = await makeFolder()
  const [file, stored, read] = [
    join(root, 'index.jsonl'),
    new Map<string, Entry>(),
    new Set<string>(),
  ]
  const entryOf = (name: string, text = name): Entry => ({
    id: stableId('folder', name),
    at: `2030-01-0${1 + NAMES.indexOf(name)}`,
    name: text,
  })
  /** Changes what the folder itself says. */
  const write = async (one: Entry) => {
    await mkdir(join(root, one.id), { recursive: true })
    stored.set(one.id, one)
  }
  const open = () => {
    read.clear()
    return new FolderIndex({
      root,
      entry,
      groupsOf: () => [],
      read: async (id) => {
        read.add(stored.get(id)?.name ?? id)
        return stored.get(id)
      },
      isLasting: ({ name }) => name !== 'open',
    })
  }
  /** Returns the names that a new index lists, and those that it had to read. */
  const look = async (index = open()) => {
    const names = (await index.entries()).list(ALL).map(({ name }) => name)
    await index.settle()
    return { names, read: [...read] }
  }
  return { root, file, entryOf, write, open, look }
}

/** Writes all folders, so that the index has them. */
async function makeIndexed() {
  const made = await makeFolders()
  const index = made.open()
  for (const name of NAMES) {
    await made.write(made.entryOf(name))
    index.store(made.entryOf(name))
  }
  await index.settle()
  return made
}

test('folders without an index are read once', async () => {
  const { write, entryOf, look } = await makeFolders()
  for (const name of NAMES) await write(entryOf(name))
  expect((await look()).read.toSorted()).toEqual(NAMES.toSorted())
  expect(await look()).toEqual({ names: NAMES, read: [] })
})

test.each<
  [string, (index: { root: string; file: string; text: string }) => Promise<unknown>, string[]]
>([
  ['whose last line is torn', ({ file, text }) => writeFile(file, text.slice(0, -5)), ['four']],
  [
    'with zeros at its end',
    ({ file, text }) => writeFile(file, text.replace(/\n.*$/, '\n\0\0')),
    ['four'],
  ],
  ['that is missing', ({ file }) => rm(file), NAMES],
  ['that is no text', ({ file }) => writeFile(file, Buffer.from([0xff, 0, 1])), NAMES],
  ['that is a folder', ({ file }) => rm(file).then(() => mkdir(file)), NAMES],
])('an index %s lists all', async (_, harm, read) => {
  const { root, file, look } = await makeIndexed()
  await harm({ root, file, text: await readFile(file, 'utf8') })
  const found = await look()
  expect(found.names).toEqual(NAMES)
  expect(found.read.toSorted()).toEqual(read.toSorted())
})

test('a torn line spoils none that follows', async () => {
  const { file, look, write, entryOf, open } = await makeIndexed()
  await appendFile(file, '\n{"id":"torn')
  const index = open()
  const one = entryOf('one')
  index.store(one)
  await index.settle()
  await write({ ...one, name: 'not read' })
  expect(await look()).toEqual({ names: NAMES, read: [] })
})

test('a line whose folder is gone is passed over, and many are removed', async () => {
  const { root, file, look, entryOf } = await makeIndexed()
  for (const name of NAMES.slice(1)) await rm(join(root, entryOf(name).id), { recursive: true })
  expect(await look()).toEqual({ names: ['one'], read: [] })
  expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(1)
  expect(await look()).toEqual({ names: ['one'], read: [] })
})

test('a folder that is to change is read at the next opening, and is stored again then', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  const index = open()
  await index.forget(entryOf('two').id)
  await write(entryOf('two', 'changed'))
  const changed = ['one', 'changed', 'three', 'four']
  expect(await look()).toEqual({ names: changed, read: ['changed'] })
  expect(await look()).toEqual({ names: changed, read: [] })
})

test('what does not last is not stored', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  const index = open()
  await index.forget(entryOf('two').id)
  const changed = entryOf('two', 'open')
  await write(changed)
  index.store(changed)
  await index.settle()
  for (const _ of [1, 2]) expect((await look()).read).toEqual(['open'])
})

test('what changes while the entries are loaded is listed as it is at last', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  const index = open()
  const looking = look(index)
  index.set(entryOf('one', 'changed'))
  index.delete(entryOf('two').id)
  await write(entryOf('two', 'back'))
  expect((await looking).names).toEqual(['changed', 'three', 'four'])
  index.set(entryOf('two', 'back'))
  index.delete(entryOf('four').id)
  expect((await look(index)).names).toEqual(['changed', 'back', 'three'])
})

test('what is about to change is not written as it was', async () => {
  const { file, look, entryOf, open } = await makeIndexed()
  await appendFile(file, '\n{}'.repeat(20))
  const index = open()
  await index.forget(entryOf('two').id)
  await look(index)
  expect(await readFile(file, 'utf8')).not.toContain('"name":"two"')
})

test('lines that cannot be written are missed by nobody, except before a change', async () => {
  const { file, look, entryOf, open } = await makeIndexed()
  await rm(file)
  await mkdir(file)
  const index = open()
  index.store(entryOf('one'))
  await index.settle()
  await expect(index.forget(entryOf('one').id)).rejects.toThrow(/EISDIR/)
  expect((await look(index)).names).toEqual(NAMES)
})

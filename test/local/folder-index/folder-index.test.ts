import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ALL } from '../../../src/local/folder-index/entry-groups.ts'
import { makeFolders, makeIndexed, NAMES } from '../../support/local-platform/indexed-folders.ts'

test('folders without an index are read once', async () => {
  const { write, entryOf, look } = await makeFolders()
  for (const name of NAMES) await write(entryOf(name))
  expect((await look()).read.toSorted()).toEqual(NAMES.toSorted())
  expect(await look()).toEqual({ names: NAMES, read: [] })
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

test('what changes while it is read is stored as it is at last', async () => {
  const { file, look, write, entryOf, open } = await makeIndexed()
  await rm(file)
  const two = entryOf('two', 'changed')
  const index = open(async (id) => {
    if (id !== two.id) return
    await write(two)
    index.set(two)
    index.store(two)
  })
  const names = ['one', 'changed', 'three', 'four']
  expect((await look(index)).names).toEqual(names)
  expect(await look()).toEqual({ names, read: [] })
})

test('a page corrects what is not as its entry says, and is complete', async () => {
  const { root, write, entryOf, open, look } = await makeIndexed()
  const index = open()
  await look(index)
  await write(entryOf('four', 'changed'))
  await rm(join(root, entryOf('three').id), { recursive: true })
  const page = await index.page((groups) => groups.list(ALL), { offset: 0, limit: 2, desc: true })
  expect(page).toMatchObject({ total: 3, count: 2 })
  expect(page.items.map(({ name }) => name)).toEqual(['changed', 'two'])
})

test('a folder that cannot be read now is in no list until it can, and then in each', async () => {
  const { look, write, entryOf, open } = await makeIndexed()
  await write(entryOf('two', 'new'))
  let isFailing = true
  const index = open(async () => {
    if (isFailing) throw new Error('EMFILE: too many open files')
  })
  await expect(index.entries()).rejects.toThrow('EMFILE')
  isFailing = false
  expect((await look(index)).names).toEqual(['one', 'new', 'three', 'four'])
})

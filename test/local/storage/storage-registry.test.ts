import { rename, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeJson } from '../../../src/local/files.ts'
import { isId, USER_ID } from '../../../src/local/ids.ts'
import { Dataset } from '../../../src/local/storage/dataset/dataset.ts'
import { StorageRegistry } from '../../../src/local/storage/storage-registry.ts'
import { makeFolder } from '../../support/folder.ts'

const FIRST = { offset: 0, limit: 10, desc: true }

const openRegistry = (root: string) =>
  new StorageRegistry(root, { label: 'Dataset', open: Dataset.open })

test('a storage is found by its id and by any form of its name, also after a restart', async () => {
  const root = await makeFolder()
  const registry = openRegistry(root)
  const { storage, isNew } = await registry.getOrCreate('my-data')
  const { id } = storage.properties
  expect([isNew, isId(id)]).toEqual([true, true])
  for (const opened of [registry, openRegistry(root)]) {
    for (const handle of [id, '~my-data', 'local~my-data', 'local/my-data', `${USER_ID}~my-data`]) {
      expect((await opened.get(handle)).properties.id).toBe(id)
    }
  }
})

test.each(['my-data', '~other', 'apify~my-data', 'x'.repeat(17), '../datasets', ''])(
  'the handle "%s" finds nothing',
  async (handle) => {
    const registry = openRegistry(await makeFolder())
    await registry.getOrCreate('my-data')
    expect(await registry.find(handle)).toBeUndefined()
    await expect(registry.get(handle)).rejects.toThrow('Dataset was not found.')
  },
)

test('a name that is created several times at once is created once', async () => {
  const registry = openRegistry(await makeFolder())
  const results = await Promise.all(
    Array.from({ length: 5 }, () => registry.getOrCreate('my-data')),
  )
  expect(new Set(results.map(({ storage }) => storage)).size).toBe(1)
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1)
  expect((await registry.page({ unnamed: true }, FIRST)).items).toHaveLength(1)
})

test('a storage can be renamed to a free and valid name, and lose its name', async () => {
  const registry = openRegistry(await makeFolder())
  const { storage } = await registry.getOrCreate('one')
  await registry.getOrCreate('two')
  await expect(registry.update(storage, { name: 'two' })).rejects.toMatchObject({
    status: 409,
    message: 'A dataset named "two" already exists. Choose another name.',
  })
  await expect(registry.update(storage, { name: 'no name' })).rejects.toMatchObject({ status: 400 })
  await registry.update(storage, { name: 'one' })
  await registry.update(storage, { name: 'three' })
  expect([await registry.find('~one'), await registry.find('~three')]).toEqual([undefined, storage])
  await registry.update(storage, { name: null })
  expect(await registry.find('~three')).toBeUndefined()
  const listed = async (unnamed: boolean) =>
    (await registry.page({ unnamed }, FIRST)).items.map(({ properties }) => properties.name)
  expect(new Set(await listed(true))).toEqual(new Set([null, 'two']))
  expect(await listed(false)).toEqual(['two'])
})

test('a deleted storage is gone, and its name is free', async () => {
  const registry = openRegistry(await makeFolder())
  const { storage } = await registry.getOrCreate('my-data')
  await registry.delete(storage)
  expect(await registry.find(storage.properties.id)).toBeUndefined()
  expect((await registry.getOrCreate('my-data')).isNew).toBe(true)
})

test('a storage that a release without the index has renamed is found by its new name alone', async () => {
  const root = await makeFolder()
  const { storage } = await openRegistry(root).getOrCreate('one')
  const { properties } = storage
  await writeJson(join(root, properties.id, 'storage.json'), { ...properties, name: 'two' })
  expect((await openRegistry(root).find('~two'))?.properties.id).toBe(properties.id)
  expect(await openRegistry(root).find('~one')).toBeUndefined()
  const again = await openRegistry(root).getOrCreate('two')
  expect([again.isNew, again.storage.properties.id]).toEqual([false, properties.id])
})

test.skipIf(process.platform === 'win32')(
  'a storage that cannot be read now is an error, and is not created a second time',
  async () => {
    const root = await makeFolder()
    const { storage } = await openRegistry(root).getOrCreate('my-data')
    await openRegistry(root).settle()
    const file = join(root, storage.properties.id, 'storage.json')
    const registry = openRegistry(root)
    expect(await registry.find('~other')).toBeUndefined()
    await rename(file, `${file}.away`)
    await symlink(file, file)
    for (const one of [registry, openRegistry(root)]) {
      await expect(one.getOrCreate('my-data')).rejects.toThrow('ELOOP')
      await expect(one.page({ unnamed: true }, FIRST)).rejects.toThrow('ELOOP')
    }
    await rename(`${file}.away`, file)
    expect((await registry.getOrCreate('my-data')).isNew).toBe(false)
  },
)

test('changes of a storage at the same time are all stored', async () => {
  const root = await makeFolder()
  const registry = openRegistry(root)
  const { storage } = await registry.getOrCreate('one')
  const names = Array.from({ length: 20 }, (_, n) => `name-${n}`)
  await Promise.all(names.map((name) => registry.update(storage, { name })))
  await registry.settle()
  const { id, name } = storage.properties
  const opened = openRegistry(root)
  expect((await opened.get(id)).properties.name).toBe(name)
  expect((await opened.get(`~${name}`)).properties.id).toBe(id)
})

import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import {
  checkKey,
  KeyValueStore,
} from '../../../../src/local/storage/key-value-store/key-value-store.ts'
import { UNOWNED } from '../../../../src/local/storage/storage-properties.ts'
import { makeFolder } from '../../../support/folder.ts'

const PROPERTIES = { ...UNOWNED, id: 'x'.repeat(17), createdAt: '2026-01-02T03:04:05.000Z' }

const openStore = (folder: string) => KeyValueStore.open(folder, PROPERTIES)

const put = (store: KeyValueStore, key: string, text: string) =>
  store.set({ key, contentType: 'text/plain', contentEncoding: '' }, [Buffer.from(text)])

async function textOf(store: KeyValueStore, key: string): Promise<string | undefined> {
  const found = await store.read(key)
  return found && (await buffer(found.bytes)).toString()
}

test.each(['a', 'OUTPUT', 'x'.repeat(256), "a-Z_0.9!'()", '..', '.'])('%.20s is a key', (key) => {
  expect(() => checkKey(key)).not.toThrow()
})

test.each(['', 'x'.repeat(257), 'a/b', 'a b', 'ž', 'a\n', '#'])('%.20j is not a key', (key) => {
  expect(() => checkKey(key)).toThrow(
    expect.objectContaining({ status: 400, type: 'invalid-record-key' }),
  )
})

test('any keys have files of their own, also after a restart', async () => {
  const folder = await makeFolder()
  const keys = ['a', 'A', '.', '..', 'con', 'a.json', "!-_.'()", 'x'.repeat(256), 'X'.repeat(256)]
  const store = await openStore(folder)
  await Promise.all(keys.map((key) => put(store, key, `value of ${key}`)))
  for (const opened of [store, await openStore(folder)]) {
    expect(opened.list().map(({ key }) => key)).toEqual([...keys].sort())
    for (const key of keys) expect(await textOf(opened, key)).toBe(`value of ${key}`)
  }
  expect((await readdir(folder)).sort()).toEqual(['records'])
})

test('only the last value of a record is kept', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  for (const text of ['1', '22', '333']) await put(store, 'key', text)
  expect(await textOf(store, 'key')).toBe('333')
  expect(store.describe().stats).toEqual({ storageBytes: 3 })
  expect(await readdir(join(folder, 'records'))).toHaveLength(2)
  await store.delete('key')
  expect(await textOf(store, 'key')).toBeUndefined()
  expect(await readdir(join(folder, 'records'))).toEqual([])
})

test('a record that is being read can be replaced', async () => {
  const store = await openStore(await makeFolder())
  await put(store, 'key', 'old')
  const reading = await store.read('key')
  await put(store, 'key', 'new')
  expect(reading && (await buffer(reading.bytes)).toString()).toBe('old')
  expect(await textOf(store, 'key')).toBe('new')
})

test('a value that fails midway leaves the record as it was', async () => {
  const folder = await makeFolder()
  const store = await openStore(folder)
  await put(store, 'key', 'old')
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('broken')
  }
  const properties = { key: 'key', contentType: 'text/plain', contentEncoding: '' }
  await expect(store.set(properties, broken())).rejects.toThrow('broken')
  expect(await textOf(store, 'key')).toBe('old')
  expect(await readdir(join(folder, 'records'))).toHaveLength(2)
})

test('files that no record points to are deleted at the next start', async () => {
  const folder = await makeFolder()
  await put(await openStore(folder), 'key', 'text')
  await writeFile(join(folder, 'records', 'left-behind'), 'x')
  expect(await textOf(await openStore(folder), 'key')).toBe('text')
  expect(await readdir(join(folder, 'records'))).toHaveLength(2)
})

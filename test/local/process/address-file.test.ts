import { chmod, readdir, stat, symlink, writeFile } from 'node:fs/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  readAddress,
  removeAddress,
  writeAddress,
} from '../../../src/local/process/address-file.ts'
import { makeFolder } from '../../support/folder.ts'
import { addressFile } from '../../support/local-platform/shared-platform.ts'

const ADDRESS = {
  version: '1.2.3',
  pid: 12,
  baseUrl: 'http://127.0.0.1:1',
  token: 'apify_api_0123456789abcdef',
}

test('the file is private, is written as a whole, and goes', async () => {
  const dir = await makeFolder()
  expect(await readAddress(dir)).toBeUndefined()
  await writeAddress(dir, { ...ADDRESS, pid: 11 })
  await writeAddress(dir, ADDRESS)
  expect(await readdir(dir)).toEqual(['platform.json'])
  expect((await stat(addressFile(dir))).mode & 0o777).toBe(0o600)
  expect(await readAddress(dir)).toEqual({ protocol: 1, ...ADDRESS })
  await removeAddress(dir)
  await removeAddress(dir)
  expect(await readdir(dir)).toEqual([])
})

test.each(['', 'garbage', '{}', '{"protocol":1,"version":"1"}', '[]', '{"protocol":1,"ver'])(
  'a file with %j is not an address',
  async (text) => {
    const dir = await makeFolder()
    await writeFile(addressFile(dir), text, { mode: 0o600 })
    expect(await readAddress(dir)).toBeUndefined()
  },
)

test.each<[string, object]>([
  ['another machine', { baseUrl: 'http://192.0.2.1:80' }],
  ['another scheme', { baseUrl: 'file:///etc/passwd' }],
  ['a token with a line feed', { token: 'apify_api_0123456789\nabcdef' }],
  ['a version with codes of a terminal', { version: '1.0\u001b[31m' }],
])('a file with %s is not an address', async (_, change) => {
  const dir = await makeFolder()
  const text = JSON.stringify({ protocol: 1, ...ADDRESS, ...change })
  await writeFile(addressFile(dir), text, { mode: 0o600 })
  expect(await readAddress(dir)).toBeUndefined()
})

test('another protocol says its version, whatever else it says', async () => {
  const dir = await makeFolder()
  const other = { protocol: 2, version: '9.0.0', pid: 7 }
  await writeFile(addressFile(dir), JSON.stringify({ ...other, socket: '/x' }), { mode: 0o600 })
  expect(await readAddress(dir)).toEqual(other)
})

test.each([0o604, 0o640, 0o602, 0o620, 0o666])(
  'a file with the mode %i is refused',
  async (mode) => {
    const dir = await makeFolder()
    await writeAddress(dir, ADDRESS)
    await chmod(addressFile(dir), mode)
    await expect(readAddress(dir)).rejects.toThrow(
      /platform\.json, .* is not private to this user\./,
    )
  },
)

test('a link to a file is refused', async () => {
  const dir = await makeFolder()
  await writeAddress(dir, ADDRESS)
  const other = await makeFolder()
  await symlink(addressFile(dir), addressFile(other))
  await expect(readAddress(other)).rejects.toThrow(/is not private .* delete the file/)
})

test('a file of another user is not to be deleted', async () => {
  const dir = await makeFolder()
  await writeAddress(dir, ADDRESS)
  const { uid } = await stat(addressFile(dir))
  const asOther = vi.spyOn(process, 'getuid').mockReturnValue(uid + 1)
  onTestFinished(() => asOther.mockRestore())
  await expect(readAddress(dir)).rejects.toThrow(
    `The local platform of the data folder ${dir} belongs to another user. Choose another folder with --local DIR.`,
  )
})

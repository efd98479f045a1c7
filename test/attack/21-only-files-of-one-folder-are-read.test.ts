import { execFileSync } from 'node:child_process'
import { link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DOORS, type Door, openServer } from '../support/attack/open-server.ts'
import { makeFolder } from '../support/folder.ts'
import { seed } from '../support/seeded-server.ts'

const SECRET = 'the secret of the operator'
const [LEGACY_STDIO, MODERN_STDIO, HTTP] = DOORS

/** Opens a server with a folder, and a secret beside it. */
async function openUploads(door: Door) {
  const parent = await makeFolder()
  const dir = join(parent, 'uploads')
  await mkdir(join(dir, 'sub'), { recursive: true })
  await mkdir(join(parent, 'other'))
  for (const file of ['secret.json', 'other/a.json', 'uploads-2.json'])
    await writeFile(join(parent, file), JSON.stringify([{ text: SECRET }]))
  const fake = await seed()
  const server = await openServer(door, { fake, args: [`--upload-dir=${dir}`] })
  const put = (file: unknown) =>
    server.call('put_record', { storeId: 'store1', recordKey: 'new', file })
  const push = (file: unknown) => server.call('push_dataset_items', { datasetId: 'data1', file })
  /** Whatever left the server: to the API, or to the client. */
  const left = () => [server.written(), ...fake.requests.map(({ body }) => String(body))].join('\n')
  const written = () => fake.requests.filter(({ method }) => method !== 'GET')
  return { ...server, parent, dir, fake, put, push, left, written }
}

/** Paths that mean a file outside of the folder to some system or other. */
const OUTSIDE = [
  '../secret.json',
  'sub/../../secret.json',
  '..\\secret.json',
  'sub\\..\\..\\secret.json',
  '.\u002e/secret.json',
  '%2e%2e/secret.json',
  '..%2fsecret.json',
  '\uff0e\uff0e/secret.json',
  '..\u2215secret.json',
  '../uploads-2.json',
  '..',
  '.',
  '',
  '~/secret.json',
  '$HOME/secret.json',
  'file:///etc/passwd',
  '/etc/passwd',
  '/proc/self/environ',
  '//server/share/a.json',
  'C:secret.json',
  'C:\\secret.json',
  '\\\\?\\C:\\secret.json',
  'sub/a.json:stream',
  'secret.json\u0000.txt',
  '../secret.json\u0000a.json',
  'a\u2028.json',
  'CON',
  'sub/NUL.json',
  'COM\u00b9.json',
  'a/'.repeat(300),
  `${'../'.repeat(40)}etc/passwd`,
]

describe.each([LEGACY_STDIO, MODERN_STDIO])('$name', (door) => {
  it(`21 no path leads out of the folder, over ${door.name}`, async () => {
    const { parent, put, push, left, written } = await openUploads(door)
    const inside = join(parent, 'uploads', 'ok.json')
    for (const file of [...OUTSIDE, join(parent, 'secret.json'), inside]) {
      expect([file, (await put(file)).isError]).toEqual([file, true])
      expect([file, (await push(file)).isError]).toEqual([file, true])
    }
    expect(written()).toEqual([])
    expect(left()).not.toMatch(/the secret of the operator|root:x:|PATH=/)
    expect(left()).not.toContain(`${parent}/uploads/sub`)
  })

  it(`21 links, pipes, devices and folders are refused, and nothing waits for them, over ${door.name}`, async () => {
    const { parent, dir, put, push, left, written } = await openUploads(door)
    await symlink(join(parent, 'secret.json'), join(dir, 'link.json'))
    await symlink('link.json', join(dir, 'chain.json'))
    await symlink('loop.json', join(dir, 'loop.json'))
    await symlink(parent, join(dir, 'up'))
    await symlink('/dev/zero', join(dir, 'zero.json'))
    await symlink('/proc/self/environ', join(dir, 'environ.json'))
    execFileSync('mkfifo', [join(dir, 'pipe.json')])
    const special = ['link.json', 'chain.json', 'loop.json', 'up/secret.json', 'zero.json', 'sub']
    for (const file of [...special, 'environ.json', 'pipe.json', 'up/uploads/link.json']) {
      expect((await put(file)).text).toContain('a folder, a link or another special file')
      expect((await push(file)).isError).toBe(true)
    }
    expect(written()).toEqual([])
    expect(left()).not.toContain(SECRET)
  })

  it(`21 what takes the place of a file between two looks is not read, over ${door.name}`, async () => {
    const { parent, dir, put, left, fake } = await openUploads(door)
    await mkdir(join(dir, 'dir'))
    await writeFile(join(dir, 'dir/a.json'), '"mine"')
    await symlink(join(parent, 'other'), join(dir, 'evil-dir'))
    await writeFile(join(dir, 'file.json'), '"mine"')
    let isOver = false
    const swapping = Promise.all([
      swapFile(parent, dir, () => isOver),
      swapFolder(dir, () => isOver),
    ])
    for (let i = 0; i < 150; i++) await Promise.all([put('file.json'), put('dir/a.json')])
    isOver = true
    await swapping
    expect(left()).not.toContain(SECRET)
    expect(fake.records.get('store1/new')?.body.toString() ?? '"mine"').toBe('"mine"')
  })
})

/** Puts a link, a pipe and the file itself in the place of a file, in turn. */
async function swapFile(parent: string, dir: string, isOver: () => boolean): Promise<void> {
  const [at, next] = [join(dir, 'file.json'), join(parent, 'next')]
  for (let i = 0; !isOver(); i++) {
    if (i % 3 === 0) await symlink(join(parent, 'secret.json'), next)
    else if (i % 3 === 1) execFileSync('mkfifo', [next])
    else await writeFile(next, '"mine"')
    await rename(next, at)
  }
}

/** Puts a link in the place of a folder, and the folder back. */
async function swapFolder(dir: string, isOver: () => boolean): Promise<void> {
  const [at, kept, evil] = [join(dir, 'dir'), join(dir, 'kept'), join(dir, 'evil-dir')]
  while (!isOver()) {
    await rename(at, kept)
    await rename(evil, at)
    await rename(at, evil)
    await rename(kept, at)
  }
}

it('21 files are read by one who has the same computer, never over HTTP', async () => {
  const dir = await makeFolder()
  await expect(
    openServer(HTTP, { fake: await seed(), args: [`--upload-dir=${dir}`] }),
  ).rejects.toThrow()
})

it('21 a file that is exchanged while it is read is not mixed with another', async () => {
  const { dir, put, fake } = await openUploads(MODERN_STDIO)
  const file = join(dir, 'large.txt')
  await writeFile(file, 'a'.repeat(2_000_000))
  await writeFile(join(dir, 'other.txt'), 'b'.repeat(2_000_000))
  const storing = put('large.txt')
  await rm(file)
  await link(join(dir, 'other.txt'), file)
  const { isError } = await storing
  const body = String(fake.records.get('store1/new')?.body ?? '')
  expect(isError || /^(?:a{2000000}|b{2000000})$/.test(body)).toBe(true)
})

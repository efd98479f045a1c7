import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeFolder } from '../../support/folder.ts'
import { startRaw } from '../../support/raw-server.ts'
import { serve } from '../../support/seeded-server.ts'

const PUT = 'PUT /v2/key-value-stores/store1/records/new'

/** Serves with a folder inside another one. */
async function serveDir(...args: string[]) {
  const parent = await makeFolder()
  const dir = join(parent, 'uploads')
  await mkdir(join(dir, 'sub'), { recursive: true })
  const server = await serve({ args: [`--upload-dir=${dir}`, ...args] })
  const put = (file: string, more = {}) =>
    server.call('put_record', { storeId: 'store1', recordKey: 'new', file, ...more })
  return { parent, dir, put, ...server }
}

describe('put_record stores a file', () => {
  it.each<[name: string, body: Buffer, type: string]>([
    ['a.png', Buffer.from([0x89, 0x50, 0, 255]), 'image/png'],
    ['sub/a.html', Buffer.from('<p>é'), 'text/html'],
    ['a.csv', Buffer.from([0x61, 0xff]), 'application/octet-stream'],
    ['a.json', Buffer.from('{}'), 'application/json'],
    ['no-extension', Buffer.from('x'), 'application/octet-stream'],
    ['empty.txt', Buffer.alloc(0), 'text/plain'],
    ['large.bin', Buffer.alloc(8_000_000, 'ab'), 'application/octet-stream'],
  ])('%s, byte for byte', async (name, body, contentType) => {
    const { put, dir, fake } = await serveDir()
    await writeFile(join(dir, name), body)
    const { structured, text } = await put(name)
    expect(structured, text).toEqual({
      storeId: 'store1',
      recordKey: 'new',
      contentType,
      size: body.length,
    })
    const record = fake.records.get('store1/new')
    expect(Buffer.compare(Buffer.from(record?.body ?? ''), body)).toBe(0)
    expect(fake.sent(PUT)[0]?.headers['content-type']).toBe(contentType)
  })

  it('again from its beginning after a failure', async () => {
    const { put, dir, fake } = await serveDir()
    await writeFile(join(dir, 'a.txt'), 'whole')
    let tries = 0
    fake.on(PUT, (_, response) => {
      if (tries++ > 0) return 'pass'
      response.destroy()
      return undefined
    })
    expect((await put('a.txt', { contentType: 'text/x-own' })).structured).toMatchObject({
      size: 5,
    })
    expect(tries).toBe(2)
    expect(fake.records.get('store1/new')).toMatchObject({ contentType: 'text/x-own' })
    expect(String(fake.records.get('store1/new')?.body)).toBe('whole')
  })

  it('or another value, but not both', async () => {
    const { put, dir, call } = await serveDir()
    await writeFile(join(dir, 'a.txt'), 'a')
    expect((await put('a.txt', { text: '' })).isError).toBe(false)
    expect((await put('a.txt', { text: 'b' })).text).toContain('beside another value')
    const plain = { storeId: 'store1', recordKey: 'new', text: 'b' }
    expect((await call('put_record', plain)).structured).toMatchObject({ size: 1 })
  })
})

describe('the upload folder', () => {
  it.each([
    '../secret.txt',
    'sub/../../secret.txt',
    './a.txt',
    '/etc/passwd',
    'C:\\a.txt',
    'sub\\a.txt',
    'sub//a.txt',
    'a.txt/',
    'a\u0000.txt',
    'CON',
    'sub/aux.txt',
    'a.txt.',
    ' ',
    'x'.repeat(600),
  ])('has no path %j', async (file) => {
    const { put, parent, fake } = await serveDir()
    await writeFile(join(parent, 'secret.txt'), 'secret')
    const { isError, text } = await put(file)
    expect(isError).toBe(true)
    expect(text).toContain('`file`')
    expect(fake.sent(PUT)).toEqual([])
  })

  it('follows no link, and reads no folder and no pipe', async () => {
    const { put, parent, dir, fake } = await serveDir()
    await writeFile(join(parent, 'secret.txt'), 'secret')
    await writeFile(join(dir, 'mine.txt'), 'mine')
    await symlink(join(parent, 'secret.txt'), join(dir, 'link.txt'))
    await symlink(join(dir, 'mine.txt'), join(dir, 'inner.txt'))
    await symlink(parent, join(dir, 'up'))
    execFileSync('mkfifo', [join(dir, 'pipe.txt')])
    for (const file of ['link.txt', 'inner.txt', 'up/secret.txt', 'sub', 'pipe.txt'])
      expect((await put(file)).text, file).toContain('a folder, a link or another special file')
    expect((await put('mine.txt')).isError).toBe(false)
    const missing = await put('sub/none.txt')
    expect(missing.text).toContain('There is no file "sub/none.txt" in the upload folder.')
    expect((await put('mine.txt/x')).text).toContain('There is no file')
    expect(missing.text).not.toContain(dir)
    expect(fake.sent(PUT)).toHaveLength(1)
  })

  it('may itself be a link of the operator', async () => {
    const parent = await makeFolder()
    await mkdir(join(parent, 'real'))
    await writeFile(join(parent, 'real/a.txt'), 'a')
    await symlink(join(parent, 'real'), join(parent, 'link'))
    const { call } = await serve({ args: [`--upload-dir=${join(parent, 'link')}`] })
    const args = { storeId: 'store1', recordKey: 'new', file: 'a.txt' }
    expect((await call('put_record', args)).structured).toMatchObject({ size: 1 })
  })
})

describe('--upload-dir', () => {
  it('adds `file` to two tools, and only then', async () => {
    const withFile = async (...args: string[]) => {
      const { client } = await serve({ args })
      const { tools } = await client.listTools()
      return tools
        .filter(({ inputSchema }) => 'file' in (inputSchema.properties ?? {}))
        .map(({ name, inputSchema }) => [name, inputSchema.required])
    }
    expect(await withFile()).toEqual([])
    expect(await withFile('--upload-dir=/tmp')).toEqual([
      ['push_dataset_items', ['datasetId']],
      ['put_record', ['storeId', 'recordKey']],
    ])
    expect(await withFile('--upload-dir=/tmp', '--read-only')).toEqual([])
    const { call } = await serve()
    const { isError, text } = await call('put_record', {
      storeId: 'store1',
      recordKey: 'new',
      file: 'a.txt',
    })
    expect(isError).toBe(true)
    expect(text).toContain('Unknown argument `file`')
  })

  it('asks about the file before it is stored', async () => {
    const { put, dir, fake } = await serveDir('--confirm=write')
    await writeFile(join(dir, 'a.txt'), 'a')
    expect((await put('a.txt')).isError).toBe(true)
    expect((await put('../a.txt')).text).toContain('not a path below the upload folder')
    expect(fake.sent(PUT)).toEqual([])
  })

  it('works over stdio only', async () => {
    const args = ['--upload-dir=/tmp', '--http']
    const { code, stderr } = await (await startRaw({ args, env: { APIFY_TOKEN: 'a' } })).exited
    expect(code).toBe(2)
    expect(stderr).toContain('--upload-dir works over stdio only.')
  })
})

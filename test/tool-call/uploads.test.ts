import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { uploadsIn } from '../../src/tool-call/uploads.ts'
import { makeFolder } from '../support/folder.ts'

const BODY = Buffer.alloc(1_000_000, 'abc')

async function folderWith(body: Buffer) {
  const dir = await makeFolder()
  const path = join(dir, 'a.bin')
  await writeFile(path, body)
  return { path, uploads: uploadsIn(dir) }
}

async function* missing(): AsyncGenerator<Buffer> {
  yield* []
}

async function readAll(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

it('a file is read from its beginning each time, also after a reader that stopped', async () => {
  const { uploads } = await folderWith(BODY)
  await uploads.read('a.bin', async (file) => {
    expect(file).toMatchObject({ name: 'a.bin', bytes: BODY.length })
    for await (const _ of file.chunks()) break
    expect(Buffer.compare(await readAll(file.chunks()), BODY)).toBe(0)
    expect(Buffer.compare(await readAll(file.chunks()), BODY)).toBe(0)
  })
})

it('a file that grows is read as far as it was, and one that shrinks is an error', async () => {
  const { path, uploads } = await folderWith(BODY)
  await uploads.read('a.bin', async (file) => {
    await writeFile(path, 'more', { flag: 'a' })
    expect(await readAll(file.chunks())).toHaveLength(BODY.length)
    await truncate(path, 10)
    await expect(readAll(file.chunks())).rejects.toThrow('became shorter')
  })
})

it('whatever the reader throws is thrown, and the file is closed', async () => {
  const { uploads } = await folderWith(BODY)
  let chunks: AsyncIterable<Buffer> | undefined
  const failed = uploads.read('a.bin', async (file) => {
    chunks = file.chunks()
    throw new Error('enough')
  })
  await expect(failed).rejects.toThrow('enough')
  await expect(readAll(chunks ?? missing())).rejects.toThrow()
})

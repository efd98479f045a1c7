import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { AuditFile, OLD_FILES } from '../../src/governance/audit-file.ts'
import { makeFolder } from '../support/folder.ts'

async function openFile(maxBytes?: number) {
  const folder = await makeFolder()
  const path = join(folder, 'audit.jsonl')
  const failures: string[] = []
  const file = new AuditFile({
    path,
    onFailure: (line, reason) => failures.push(`${line}: ${reason}`),
    ...(maxBytes !== undefined && { maxBytes }),
  })
  return { folder, path, file, failures, read: () => readFile(path, 'utf8') }
}

describe('the file of an audit log', () => {
  it('is for its owner alone, and gets lines in their order', async () => {
    const { path, file, read } = await openFile()
    await Promise.all(['a', 'b', 'c'].map((line) => file.write(line)))
    expect(await read()).toBe('a\nb\nc\n')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await file.close()
  })

  it('is followed by a new one when a line would make it too large; old ones are kept up to a number', async () => {
    const { folder, path, file, failures } = await openFile(20)
    const lines = Array.from({ length: OLD_FILES + 3 }, (_, i) => `line ${i} of 13`)
    for (const line of lines) await file.write(line)
    const last = lines.length - 1
    expect(await readFile(path, 'utf8')).toBe(`line ${last} of 13\n`)
    expect(await readFile(`${path}.1`, 'utf8')).toBe(`line ${last - 1} of 13\n`)
    expect(await readdir(folder)).toHaveLength(OLD_FILES + 1)
    expect((await stat(`${path}.${OLD_FILES}`)).mode & 0o777).toBe(0o600)
    expect(failures).toEqual([])
    await file.close()
  })

  it('takes a line that is longer than a file may be', async () => {
    const { file, read } = await openFile(5)
    await file.write('longer than five')
    expect(await read()).toBe('longer than five\n')
    await file.close()
  })

  it('shares its file with other servers, whoever rotates it', async () => {
    const one = await openFile(40)
    const two = new AuditFile({ path: one.path, maxBytes: 40, onFailure: () => {} })
    for (let i = 0; i < 6; i++) {
      await one.file.write(`one ${i}`)
      await two.write(`two ${i}`)
    }
    const files = (await readdir(one.folder)).map((name) => join(one.folder, name))
    const all = (await Promise.all(files.map((name) => readFile(name, 'utf8')))).join('')
    expect(all.trimEnd().split('\n')).toHaveLength(12)
    expect(all).toMatch(/^(?:(?:one|two) \d\n)+$/)
    for (const name of files) expect((await stat(name)).size).toBeLessThanOrEqual(40)
    await Promise.all([one.file.close(), two.close()])
  })

  it('writes to a new file when another program has moved it away', async () => {
    const { path, file, read } = await openFile()
    await file.write('before')
    await rename(path, `${path}.moved`)
    await file.write('after')
    expect(await read()).toBe('after\n')
    await file.close()
  })

  it('ends a line that a crash has left without its end', async () => {
    const { path, file, read } = await openFile()
    await writeFile(path, '{"time":"2026', { mode: 0o600 })
    await file.write('next')
    expect(await read()).toBe('{"time":"2026\nnext\n')
    await file.close()
  })

  it('passes lines on that cannot be written, and goes on when they can', async () => {
    const { path, file, failures, read } = await openFile()
    await file.write('first')
    await rm(path)
    await mkdir(path)
    await file.write('second')
    expect(failures).toEqual([expect.stringMatching(/^second: EISDIR/)])
    await rm(path, { recursive: true })
    await file.write('third')
    expect(await read()).toBe('third\n')
    expect(failures).toHaveLength(1)
    await file.close()
  })

  it.runIf(process.platform !== 'win32')('waits for no reader of a pipe in its place', async () => {
    const { path, file, failures } = await openFile()
    await file.write('first')
    await rm(path)
    await promisify(execFile)('mkfifo', [path])
    await file.write('x'.repeat(100_000))
    expect(failures).toEqual([expect.stringMatching(/: it is a named pipe$/)])
    await file.close()
  })

  it.runIf(process.platform === 'linux')('passes lines on when the disk is full', async () => {
    const failures: string[] = []
    const file = new AuditFile({
      path: '/dev/full',
      onFailure: (line, reason) => failures.push(`${line}: ${reason}`),
    })
    await file.write('line')
    expect(failures).toEqual([expect.stringMatching(/^line: ENOSPC/)])
    await file.close()
  })

  it('keeps the mode that the operator has given it', async () => {
    const { path, file } = await openFile()
    await writeFile(path, '')
    await chmod(path, 0o640)
    await file.write('line')
    expect((await stat(path)).mode & 0o777).toBe(0o640)
    await file.close()
  })
})

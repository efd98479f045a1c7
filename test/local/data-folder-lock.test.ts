import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  holderOf,
  InUseError,
  lockDirectory,
  lockWhenUnused,
} from '../../src/local/data-folder-lock.ts'
import { makeFolder } from '../support/folder.ts'
import { ROOT } from '../support/root.ts'

const DEAD = JSON.stringify({ pid: 2 ** 22 + 1, birth: '' })

test.each([
  ['no lock', undefined],
  ['the lock of a dead process', DEAD],
  ['a lock that nobody can read', '{"pid":'],
])('of many that lock a folder with %s at once, one gets it', async (_, left) => {
  for (let round = 0; round < 30; round++) {
    const folder = await makeFolder()
    if (left !== undefined) await writeFile(join(folder, 'lock'), left)
    const tries = Array.from({ length: 8 }, () => lockDirectory(folder))
    const done = await Promise.allSettled(tries)
    const got = done.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
    expect(got).toHaveLength(1)
    for (const error of refused) expect(error).toBeInstanceOf(InUseError)
    expect(await readdir(folder)).toEqual(['lock'])
    expect(await holderOf(folder)).toMatchObject({ pid: process.pid, isShared: false })
    await got[0]?.release()
    expect(await holderOf(folder)).toBeUndefined()
    expect(await readdir(folder)).toEqual([])
  }
})

test('a takeover that a crash cut short is taken over as well', async () => {
  const folder = await makeFolder()
  for (const name of ['lock', 'lock.takeover', 'lock.takeover.takeover']) {
    await writeFile(join(folder, name), DEAD)
  }
  await lockDirectory(folder)
  expect(await readdir(folder)).toEqual(['lock'])
})

describe.runIf(process.platform === 'linux')('a lock counts as free', () => {
  test('if its pid belongs to another process by now', async () => {
    const folder = await makeFolder()
    const lock = { pid: process.pid, birth: 'another boot:1' }
    await writeFile(join(folder, 'lock'), JSON.stringify(lock))
    expect(await holderOf(folder)).toBeUndefined()
  })

  test('if its process has ended, and only waits for its parent to take note', async () => {
    const folder = await makeFolder()
    const program = `
      const { lockDirectory } = await import('tsx/esm/api').then(({ tsImport }) =>
        tsImport('./src/local/data-folder-lock.ts', import.meta.url))
      await lockDirectory(process.argv.at(-1))`
    // The shell becomes a program that does not wait for the child that it has.
    const script = `"$0" --input-type=module -e "$1" "$2" & echo $!; exec sleep 600`
    const parent = spawn('sh', ['-c', script, process.execPath, program, folder], { cwd: ROOT })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [line] = await once(parent.stdout.setEncoding('utf8'), 'data')
    const stat = () => readFile(`/proc/${Number(line)}/stat`, 'utf8')
    await expect.poll(stat).toMatch(/\) Z /)
    expect(await readdir(folder)).toEqual(['lock'])
    // Its other threads end a moment later.
    await expect.poll(() => holderOf(folder)).toBeUndefined()
  })
})

test('a command waits for a shared platform that ends, and for no other', async () => {
  const folder = await makeFolder()
  const own = await lockDirectory(folder)
  await expect(lockWhenUnused(folder)).rejects.toThrow(`in use by process ${process.pid}`)
  await own.release()
  const shared = await lockDirectory(folder, true)
  const waiting = lockWhenUnused(folder)
  await shared.release()
  await (await waiting).release()
})

test('a stranger that has the pid is not to be ended', async () => {
  const folder = await makeFolder()
  const lock = await lockDirectory(folder)
  await expect(lockDirectory(folder)).rejects.toThrow(
    `If it is not apify-agent-tools, delete ${join(folder, 'lock')}.`,
  )
  await lock.release()
})

test('a lock whose birth is not known counts as held as long as its pid lives', async () => {
  const folder = await makeFolder()
  await writeFile(join(folder, 'lock'), JSON.stringify({ pid: process.pid, birth: '' }))
  expect(await holderOf(folder)).toMatchObject({ pid: process.pid })
})

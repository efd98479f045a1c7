import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readStartByPs } from '../../src/local/process-stat.ts'

describe.skipIf(process.platform === 'win32')('the start of a process, as `ps` tells it', () => {
  it('is the same text in each language and time zone', async () => {
    const found = await readStartByPs(process.pid)
    expect(found).toEqual({ start: expect.stringMatching(/^\w{3} .* 20\d\d$/), hasEnded: false })
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.stubEnv('TZ', 'Asia/Tokyo')
    vi.stubEnv('LC_ALL', 'de_DE.UTF-8')
    expect(await readStartByPs(process.pid)).toEqual(found)
  })

  it('is empty of a process that does not exist', async () => {
    const ended = spawn(process.execPath, ['-e', ''])
    await once(ended, 'exit')
    expect(await readStartByPs(ended.pid ?? 0)).toEqual({ start: '', hasEnded: false })
  })

  it('says if a process has ended, and only waits for its parent to take note', async () => {
    // The shell becomes one that does not wait for the child that it has, which reads a pipe.
    const script = `cat <&3 & exec sh -c "echo $!; exec sleep 600"`
    const parent = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore', 'pipe'] })
    onTestFinished(() => void parent.kill('SIGKILL'))
    const [line] = parent.stdout ? await once(parent.stdout.setEncoding('utf8'), 'data') : []
    const pid = Number(line)
    const ps = async (column: string, of = pid) =>
      (await promisify(execFile)('ps', ['-o', `${column}=`, '-p', `${of}`])).stdout
    // A shell may still take note.
    await expect.poll(() => ps('comm', parent.pid)).toMatch(/^sleep/)
    parent.stdio[3]?.destroy()
    await expect.poll(() => ps('stat')).toMatch(/^Z/)
    expect(await readStartByPs(pid)).toMatchObject({ hasEnded: true })
  })
})

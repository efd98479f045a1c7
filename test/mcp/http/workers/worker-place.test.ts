import { get } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answerIn, call } from '../../../support/http.ts'
import { seed } from '../../../support/seeded-server.ts'
import { WAITING } from '../../../support/waiting-run.ts'
import { isRunning, serveTwo, startWorkers } from '../../../support/workers.ts'

/** Asks over a connection of its own. Returns how that ended. */
function getAlone(url: string): Promise<'ok' | 'closed'> {
  return new Promise((resolve) => {
    get(url, { agent: false }, (response) =>
      response.resume().once('end', () => resolve('ok')),
    ).once('error', () => resolve('closed'))
  })
}

describe('a worker that is killed', () => {
  it('is replaced; its call ends and its slot is free, and other calls go on', async () => {
    const server = await serveTwo(['--max-concurrency=2'])
    const { url, token, one, two, waits, pidOf, connectTo, fake, logged } = server
    const lost = one.post(url, call(1, 'get_run', WAITING), { token })
    const kept = two.post(url, call(2, 'get_run', WAITING), { token })
    await expect.poll(waits).toHaveLength(2)
    const pid = await pidOf(1)
    process.kill(pid, 'SIGKILL')
    await expect(lost).rejects.toThrow()
    expect(await logged(({ msg }) => msg.startsWith('worker has ended'))).toMatchObject({
      worker: 1,
      pid,
      signal: 'SIGKILL',
      requests: 1,
    })
    expect(await pidOf(1, pid)).not.toBe(pid)
    const again = await connectTo(1, token)
    expect(await answerIn(await again.post(url, call(3, 'whoami'), { token }))).toHaveProperty(
      'result.structuredContent.username',
      'alice',
    )
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await kept)).toHaveProperty(
      'result.structuredContent.status',
      'SUCCEEDED',
    )
  })

  it('takes no client with it whose connection it was just given', async () => {
    const { base, pidOf } = await startWorkers({ fake: await seed() })
    const pid = await pidOf(1)
    // It gets a connection, but cannot take it. The others go to the other worker.
    process.kill(pid, 'SIGSTOP')
    const answered: string[] = []
    const ended = Array.from({ length: 4 }, () =>
      getAlone(`${base}/healthz`).then((how) => answered.push(how)),
    )
    await expect.poll(() => answered).toEqual(['ok', 'ok', 'ok'])
    process.kill(pid, 'SIGKILL')
    await Promise.all(ended)
    expect(answered[3]).toBe('closed')
  })

  it('is not replaced if the server ends meanwhile', async () => {
    const { child, pidOf, logged, exited, stderr } = await startWorkers({ fake: await seed() })
    process.kill(await pidOf(1), 'SIGKILL')
    await logged(({ msg }) => msg.startsWith('worker has ended'))
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(stderr()).not.toContain('error')
  })

  it('again and again ends the server, which says so', async () => {
    const { pidOf, exited, stderr } = await startWorkers({ fake: await seed() })
    const other = await pidOf(2)
    const ended: number[] = []
    for (let i = 0; i < 5; i++) {
      const pid = await pidOf(1, ...ended)
      ended.push(pid)
      process.kill(pid, 'SIGKILL')
    }
    expect(await exited).toEqual({ code: 1, signal: null })
    expect(stderr()).toContain('Worker 1 has ended 5 times within 60 s. The server stops.')
    expect(isRunning(other)).toBe(false)
  })
})

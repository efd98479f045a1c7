import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { answerIn, call, connect, post } from '../../support/http.ts'
import { HAS_PIPES, openPipe, type Pipe } from '../../support/pipes.ts'
import { beforePrograms, startRaw } from '../../support/raw-server.ts'
import { MAIN } from '../../support/server-options.ts'
import { expectShutDown, seedWaiting, serveWaiting, WAITING } from '../../support/waiting-run.ts'

describe('SIGTERM', () => {
  it('lets a call finish, accepts no more, and exits with 0', async () => {
    const { fake, upstream, url, child, exited, stdout } = await serveWaiting()
    const waiting = post(url, call(1, 'get_run', WAITING), { token: fake.token })
    await upstream()
    child.kill('SIGTERM')
    await untilRefused(url)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await waiting)).toHaveProperty(
      'result.structuredContent.status',
      'SUCCEEDED',
    )
    expect(await exited).toEqual({ code: 0, signal: null })
    expect(stdout()).toBe('')
  })

  it('lets a call finish while another worker is still loaded', async () => {
    const { fake, upstream } = await seedWaiting()
    const port = await freePort()
    const { child, exited } = await startRaw({
      fake,
      args: ['--http', `--port=${port}`, '--workers=2'],
      env: beforePrograms(`import cluster from 'node:cluster'
      if (cluster.worker?.id === 2) {
        setInterval(() => {}, 1000)
        await new Promise(() => {})
      }`),
    })
    let log = ''
    child.stderr.on('data', (chunk) => (log += chunk))
    await expect.poll(() => log).toContain('"worker serves"')
    const url = `http://127.0.0.1:${port}/mcp`
    const waiting = post(url, call(1, 'get_run', WAITING), { token: fake.token })
    await upstream()
    child.kill('SIGTERM')
    await untilRefused(url)
    fake.setRun({ id: 'run1', status: 'SUCCEEDED' })
    expect(await answerIn(await waiting)).toHaveProperty('result.structuredContent')
    expect(await exited).toMatchObject({ code: 0, signal: null })
  })

  it('ends calls that take too long with an error, in JSON and in a stream', async () => {
    const { fake, url, child, exited, waits, hold } = await serveWaiting()
    hold()
    const calls = ['application/json', 'text/event-stream'].map((accept, id) =>
      post(url, call(id, 'get_run', WAITING), { token: fake.token, headers: { accept } }),
    )
    await expect.poll(waits).toHaveLength(calls.length)
    child.kill('SIGTERM')
    await expectShutDown(calls)
    for (const { closed } of waits()) expect(await closed).toEqual({ whole: false })
    expect(await exited).toEqual({ code: 0, signal: null })
  })

  it('does not wait for idle clients', async () => {
    const { fake, url, child, exited } = await serveWaiting()
    const { client } = await connect(url, fake.token)
    await client.listTools()
    child.kill('SIGTERM')
    expect(await exited).toEqual({ code: 0, signal: null })
  })
})

describe.skipIf(!HAS_PIPES)('SIGTERM ends the server although its log cannot be written', () => {
  const stuck: [string, number, (pipe: Pipe) => void][] = [1, 2].flatMap((workers) => [
    ['since nobody reads it', workers, (pipe) => pipe.fill()],
    ['since its reader is gone', workers, (pipe) => pipe.closeReader()],
  ])

  it.each(stuck)('%s (%i processes)', async (_, workers, breakPipe) => {
    const pipe = await openPipe({ blocks: true })
    const { child, url } = await start(workers, pipe.fd)
    let log = ''
    await expect.poll(() => (log += pipe.read())).toContain('"listening"')
    breakPipe(pipe)
    expect((await post(url, call(1, 'whoami'))).status).toBe(401)
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('since the disk is full', async () => {
    const full = openSync('/dev/full', 'w')
    onTestFinished(() => closeSync(full))
    const { child, url } = await start(1, full)
    await expect.poll(() => post(url, call(1, 'whoami')).catch(() => {})).toHaveProperty('status')
    child.kill('SIGTERM')
    expect(await once(child, 'exit')).toEqual([0, null])
  })
})

/** Starts the built server with a standard error of its own. */
async function start(workers: number, stderr: number) {
  const port = await freePort()
  const args = [MAIN, '--http', `--port=${port}`, `--workers=${workers}`]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', stderr] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return { child, url: `http://127.0.0.1:${port}/mcp` }
}

/** Resolves when the server accepts no more connections. */
async function untilRefused(url: string): Promise<void> {
  for (;;) {
    const request = httpRequest(url, { agent: false, method: 'GET' }).end()
    const answer = await Promise.race([once(request, 'response'), once(request, 'error')]).catch(
      (error) => [error],
    )
    request.on('error', () => {}).destroy()
    if (answer[0] instanceof Error) return
  }
}

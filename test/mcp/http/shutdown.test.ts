import { once } from 'node:events'
import { request as httpRequest } from 'node:http'
import { describe, expect, it } from 'vitest'
import { answerIn, call, connect, post } from '../../support/http.ts'
import { expectShutDown, serveWaiting, WAITING } from '../../support/waiting-run.ts'

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

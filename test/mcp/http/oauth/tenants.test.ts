import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answerIn, call, cancelled, openSession, post } from '../../../support/http.ts'
import { startOauth } from '../../../support/oauth-server.ts'
import { seedWorking } from '../../../support/task-account.ts'
import { seedWaiting, WAITING } from '../../../support/waiting-run.ts'

const ANN = { claims: { sub: 'ann' } }
const BOB = { claims: { sub: 'bob' } }

describe('a tenant is the subject of its access tokens', () => {
  it('which keeps its sessions with a new token, and shares them with nobody', async () => {
    const { fake, upstream } = await seedWaiting()
    const { url, tokenFor } = await startOauth({ fake })
    const [first, refreshed, other] = await Promise.all([
      tokenFor('apify:read', ANN),
      tokenFor('apify:read', ANN),
      tokenFor('apify:read', BOB),
    ])
    const headers = await openSession(url, first)
    const waiting = post(url, call(7, 'get_run', WAITING), { token: first, headers })
    const { closed } = await upstream()
    let isClosed = false
    closed.then(() => {
      isClosed = true
    })
    expect((await post(url, cancelled(7), { token: other, headers })).status).toBe(202)
    await answerIn(await post(url, call(8, 'whoami'), { token: other }))
    expect(isClosed).toBe(false)
    await post(url, cancelled(7), { token: refreshed, headers })
    expect(await closed).toEqual({ whole: false })
    expect(await (await waiting).text()).not.toContain('data:')
  })

  it('which finds its tasks with a new token, and those of nobody else', async () => {
    const { fake } = await seedWorking()
    const { url, tokenFor } = await startOauth({ fake })
    const headers = { 'mcp-protocol-version': '2025-11-25' }
    const send = async (method: string, params: object, parts: typeof ANN) => {
      const token = await tokenFor('apify:run apify:write', parts)
      const message = { jsonrpc: '2.0', id: 1, method, params }
      return answerIn(await post(url, message, { token, headers }))
    }
    const start = { name: 'run_actor_sync', arguments: { actorId: 'alice/crawler' }, task: {} }
    const { result } = await send('tools/call', start, ANN)
    const taskId = z.object({ task: z.object({ taskId: z.string() }) }).parse(result).task.taskId
    expect((await send('tasks/list', {}, ANN)).result).toMatchObject({ tasks: [{ taskId }] })
    expect((await send('tasks/list', {}, BOB)).result).toEqual({ tasks: [] })
    fake.requests.length = 0
    for (const method of ['tasks/get', 'tasks/result', 'tasks/cancel'])
      expect((await send(method, { taskId }, BOB)).error?.code, method).toBe(-32602)
    expect(fake.requests).toEqual([])
    expect((await send('tasks/get', { taskId }, ANN)).result).toMatchObject({ status: 'working' })
    expect((await send('tasks/cancel', { taskId }, ANN)).result).toMatchObject({
      status: 'cancelled',
    })
    expect((await send('tasks/list', {}, ANN)).result).toMatchObject({
      tasks: [{ taskId, status: 'cancelled' }],
    })
  })

  it('which the log names by a digest, the same for each of its tokens', async () => {
    const { url, tokenFor, logged, stderr } = await startOauth()
    for (const [id, parts] of [ANN, ANN, BOB].entries()) {
      const token = await tokenFor('apify:read', parts)
      await post(url, call(id, 'whoami'), { token })
      expect(stderr()).not.toContain(token.split('.')[2])
    }
    await logged(() => stderr().split('"tenant"').length > 3)
    const tenants = [...stderr().matchAll(/"tenant":"([\w-]{8})"/g)].map(([, digest]) => digest)
    expect(tenants).toHaveLength(3)
    expect(tenants[0]).toBe(tenants[1])
    expect(tenants[2]).not.toBe(tenants[0])
    expect(stderr()).not.toContain('"ann"')
  })
})

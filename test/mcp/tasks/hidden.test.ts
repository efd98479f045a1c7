import { describe, expect, it } from 'vitest'
import { startFakeApify } from '../../support/fake-apify/apify.ts'
import { answerIn, INITIALIZE, post, startHttp } from '../../support/http.ts'
import { HANDSHAKE, request, startRaw } from '../../support/raw-server.ts'
import { seed } from '../../support/seeded-server.ts'

const CALL = {
  name: 'run_actor',
  arguments: { actorId: 'alice/crawler' },
  task: { ttl: 1000 },
}
const METHOD_NOT_FOUND = -32601
const TASK_METHODS = ['tasks/get', 'tasks/result', 'tasks/cancel', 'tasks/list']

const handshakeOf = (version: string) =>
  HANDSHAKE.map((line) => line.replace('2025-06-18', version))

/** Expects that nothing of tasks is offered, and that a call that asks for one is a call as any other. */
async function expectNoTasks(version: string, args: string[], call: object) {
  const { write, answer } = await startRaw({ fake: await seed(), args })
  write(...handshakeOf(version))
  expect(await answer(1)).not.toHaveProperty('result.capabilities.tasks')
  write(request(2, 'tools/list'))
  expect(JSON.stringify(await answer(2))).not.toContain('execution')
  write(request(3, 'tools/call', call))
  expect(await answer(3)).toHaveProperty('result.structuredContent.runId')
  for (const [index, method] of TASK_METHODS.entries()) {
    write(request(10 + index, method, { taskId: 'a.b.c' }))
    expect(await answer(10 + index)).toHaveProperty('error.code', METHOD_NOT_FOUND)
  }
}

describe('tasks are hidden', () => {
  it.each(['2024-11-05', '2025-03-26', '2025-06-18'])('from a client of %s', async (version) => {
    await expectNoTasks(version, [], CALL)
    await expectNoTasks(version, [], { ...CALL, task: 'soon' })
  })

  it('on a server that only reads', async () => {
    const call = { name: 'get_run', arguments: { runId: 'run1' }, task: {} }
    await expectNoTasks('2025-11-25', ['--read-only'], call)
    await expectNoTasks('2025-11-25', ['--tools=get_run'], call)
  })

  it('over HTTP from a client that says no version, or an older one', async () => {
    const fake = await seed()
    const { url } = await startHttp({ fake })
    const ask = async (method: string, params: object, version?: string) => {
      const headers: Record<string, string> = version ? { 'mcp-protocol-version': version } : {}
      const message = { jsonrpc: '2.0', id: 1, method, params }
      return answerIn(await post(url, message, { token: fake.token, headers }))
    }
    for (const version of [undefined, '2025-06-18']) {
      expect(JSON.stringify(await ask('tools/list', {}, version))).not.toContain('execution')
      expect(await ask('tools/call', CALL, version)).toHaveProperty('result.content')
      const get = await ask('tasks/get', { taskId: 'a' }, version)
      expect(get).toHaveProperty('error.code', METHOD_NOT_FOUND)
    }
    expect(JSON.stringify(await ask('tools/list', {}, '2025-11-25'))).toContain('execution')
    expect(await ask('tools/call', CALL, '2025-11-25')).toHaveProperty('result.task.taskId')
    const offered = await answerIn(await post(url, INITIALIZE, { token: fake.token }))
    expect(offered).toHaveProperty('result.capabilities')
  })
})

describe('what is offered', () => {
  it('is what the tools of the server do as well', async () => {
    const fake = await startFakeApify()
    const { write, answer } = await startRaw({ fake, args: ['--tools=run_actor'] })
    write(...handshakeOf('2025-11-25'))
    expect(await answer(1)).toHaveProperty('result.capabilities.tasks', {
      requests: { tools: { call: {} } },
    })
    for (const [id, method] of [[2, 'tasks/list'] as const, [3, 'tasks/cancel'] as const]) {
      write(request(id, method, { taskId: 'a.b.c' }))
      expect(await answer(id)).toHaveProperty('error.code', METHOD_NOT_FOUND)
    }
    await fake.close()
  })

  it('is the same in the first answers and in the later ones', async () => {
    const { write, answer } = await startRaw({ fake: await seed() })
    write(...handshakeOf('2025-11-25'))
    write(request(2, 'tools/list'))
    const early = await answer(2)
    // Params with a cursor are for the full server.
    write(request(3, 'tools/list', { cursor: 'x' }))
    const late = await answer(3)
    expect(late).toHaveProperty('result.tools')
    expect({ ...late, id: 2 }).toEqual(early)
  })
})

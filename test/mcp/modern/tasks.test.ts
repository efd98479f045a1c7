import { describe, expect, it } from 'vitest'
import { ACTOR, connectModern, localFolders, TRANSPORTS } from '../../support/task-clients.ts'

const ROWS = [
  { name: 'Tea', price: 4.5 },
  { name: 'Coffee', price: 3 },
]
const INVALID_PARAMS = -32602

describe.each(TRANSPORTS)('a run as a task of 2026-07-28 over %s', (transport) => {
  it('takes the place of a call that would wait, and ends with its result', async () => {
    const { client, start, untilEnded } = await connectModern(transport, await localFolders())
    expect(client.getServerCapabilities()?.extensions).toEqual({
      'io.modelcontextprotocol/tasks': {},
      'io.modelcontextprotocol/ui': {},
    })
    const call = { actorId: ACTOR, input: { rows: ROWS }, format: 'table' }
    const task = await start('run_actor_sync', call)
    expect(task).toMatchObject({ status: 'working', ttlMs: null, pollIntervalMs: 1000 })
    const { status, result } = await untilEnded(task.taskId)
    expect(status).toBe('completed')
    expect(result?.resultType).toBe('complete')
    expect(result?.structuredContent).toMatchObject({
      run: { status: 'SUCCEEDED' },
      columns: ['name', 'price'],
      rows: [
        ['Tea', 4.5],
        ['Coffee', 3],
      ],
    })
  })

  it('that fails is completed, since the call has a result', async () => {
    const { start, untilEnded } = await connectModern(transport, await localFolders())
    const { taskId } = await start('run_actor_sync', { actorId: ACTOR, input: { fail: true } })
    const { status, result } = await untilEnded(taskId)
    expect(status).toBe('completed')
    expect(result?.structuredContent).toMatchObject({ run: { status: 'FAILED' } })
    expect(JSON.stringify(result)).toContain('The shop has closed')
  })

  it('is aborted by cancelling it, which may come twice', async () => {
    const { start, ask, get } = await connectModern(transport, await localFolders())
    const { taskId } = await start('run_actor_sync', { actorId: ACTOR, input: { hang: true } })
    await ask('tasks/update', { taskId, inputResponses: {} })
    expect(await get(taskId)).toMatchObject({ status: 'working' })
    await ask('tasks/cancel', { taskId })
    await ask('tasks/cancel', { taskId })
    const { status, result } = await get(taskId)
    expect([status, result]).toEqual(['cancelled', undefined])
  })

  it('is none where the tool answers at once, or starts nothing', async () => {
    const { client, ask, get } = await connectModern(transport, await localFolders())
    const started = await client.callTool({ name: 'run_actor', arguments: { actorId: ACTOR } })
    expect(started.structuredContent).toHaveProperty('runId')
    const missing = { name: 'run_actor_sync', arguments: { actorId: 'local/none' } }
    expect(await client.callTool(missing)).toMatchObject({ isError: true })
    await expect(get('no.such.id')).rejects.toMatchObject({ code: INVALID_PARAMS })
    for (const method of ['tasks/update', 'tasks/cancel'])
      await expect(ask(method, { taskId: 'no.such.id', inputResponses: {} })).rejects.toMatchObject(
        { code: INVALID_PARAMS },
      )
  })
})

it('is nothing to a client that does not know the extension', async () => {
  const folders = await localFolders()
  const { client, ask } = await connectModern('a library', folders, {})
  const { tools } = await client.listTools()
  expect(JSON.stringify(tools)).not.toContain('taskSupport')
  const call = { name: 'run_actor_sync', arguments: { actorId: ACTOR, input: { rows: ROWS } } }
  expect(await client.callTool(call)).toMatchObject({ structuredContent: { items: ROWS } })
  for (const method of ['tasks/get', 'tasks/update', 'tasks/cancel'])
    await expect(ask(method, { taskId: 'a.b.c', inputResponses: {} })).rejects.toMatchObject({
      code: -32021,
      data: { requiredCapabilities: { extensions: { 'io.modelcontextprotocol/tasks': {} } } },
    })
})

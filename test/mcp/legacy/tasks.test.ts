import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ACTOR, connectLegacy, localFolders, TRANSPORTS } from '../../support/task-clients.ts'

const ROWS = [
  { name: 'Tea', price: 4.5, tags: ['green', '日本'] },
  { name: 'Coffee', price: 3 },
]
/** A task as the schema of 2025-11-25 has it, with nothing else. */
const taskShape = z.strictObject({
  taskId: z.string(),
  status: z.enum(['working', 'input_required', 'completed', 'failed', 'cancelled']),
  statusMessage: z.string(),
  createdAt: z.iso.datetime(),
  lastUpdatedAt: z.iso.datetime(),
  ttl: z.null(),
  pollInterval: z.int(),
})
const INVALID_PARAMS = -32602
const METHOD_NOT_FOUND = -32601
const RELATED = 'io.modelcontextprotocol/related-task'

/** Leaves out what differs between two runs of the same input. */
function alike(structured: unknown) {
  // In one process, absent fields may be there as undefined.
  const { run, ...shown } = JSON.parse(JSON.stringify(structured))
  const { status, exitCode, actorName, ...others } = Object(run)
  return { ...shown, run: { status, exitCode, actorName, fields: Object.keys(others) } }
}

describe.each(TRANSPORTS)('a run as a task of 2025-11-25 over %s', (transport) => {
  it('is started, followed, and gives what the call gives that waits', async () => {
    const { client, tasks, start, result, untilEnded } = await connectLegacy(
      transport,
      await localFolders(),
    )
    expect(client.getServerCapabilities()?.tasks).toEqual({
      list: {},
      cancel: {},
      requests: { tools: { call: {} } },
    })
    const { tools } = await client.listTools()
    const supporting = tools.filter(({ execution }) => execution?.taskSupport === 'optional')
    expect(supporting.map(({ name }) => name)).toEqual(['run_actor', 'run_actor_sync'])
    const call = { actorId: ACTOR, input: { rows: ROWS }, fields: ['name'], limit: 1 }
    const task = await start('run_actor_sync', call)
    expect(task).toMatchObject({ status: 'working', ttl: null, pollInterval: 1000 })
    const ended = await untilEnded(task.taskId)
    expect(ended).toMatchObject({ taskId: task.taskId, status: 'completed' })
    expect(ended.createdAt).toBe(task.createdAt)
    expect(Date.parse(ended.lastUpdatedAt)).toBeGreaterThan(Date.parse(ended.createdAt))
    const shown = await result(task.taskId)
    expect(shown._meta).toEqual({ [RELATED]: { taskId: task.taskId } })
    expect(shown.structuredContent).toMatchObject({ items: [{ name: 'Tea' }], next: { offset: 1 } })
    const direct = await client.callTool({ name: 'run_actor_sync', arguments: call })
    expect(alike(shown.structuredContent)).toEqual(alike(direct.structuredContent))
    // The call that was none is no task, though its run is the newest.
    expect((await tasks.listTasks()).tasks.map(({ taskId }) => taskId)).toEqual([task.taskId])
  })

  it('that fails says so, and its result has the last error lines', async () => {
    const { start, result, untilEnded } = await connectLegacy(transport, await localFolders())
    const { taskId } = await start('run_actor_sync', { actorId: ACTOR, input: { fail: true } })
    const { status, statusMessage } = await untilEnded(taskId)
    expect(status).toBe('failed')
    expect(statusMessage).toMatch(/is FAILED: The Actor exited with code 3/)
    const { content, isError } = await result(taskId)
    expect(isError).toBeUndefined()
    expect(JSON.stringify(content)).toContain('The shop has closed')
  })

  it('is aborted by cancelling it, once', async () => {
    const { tasks, start, result } = await connectLegacy(transport, await localFolders())
    const { taskId } = await start('run_actor', { actorId: ACTOR, input: { hang: true } })
    expect(await tasks.cancelTask(taskId)).toMatchObject({ taskId, status: 'cancelled' })
    expect(await tasks.getTask(taskId)).toMatchObject({ status: 'cancelled' })
    expect((await result(taskId)).structuredContent).toMatchObject({ status: 'ABORTED' })
    await expect(tasks.cancelTask(taskId)).rejects.toMatchObject({ code: INVALID_PARAMS })
  })

  it('gives its result to whoever waits for it', async () => {
    const { start, result } = await connectLegacy(transport, await localFolders())
    const { taskId } = await start('run_actor', { actorId: ACTOR, input: { rows: ROWS } })
    const { structuredContent } = await result(taskId)
    expect(structuredContent).toMatchObject({ status: 'SUCCEEDED', actorName: ACTOR })
  })
})

it('refuses what is no task, and starts nothing for it', async () => {
  const { client, tasks, start, result } = await connectLegacy('a library', await localFolders())
  const { taskId } = await start('run_actor', { actorId: ACTOR })
  await result(taskId)
  const [runId = '', mark = '', seal = ''] = taskId.split('.')
  const other = Buffer.from('["run_actor_sync"]').toString('base64url')
  const ids = ['', 'x', runId, `${runId}.${mark}`, `${runId}.${other}.${seal}`, `a.${mark}.${seal}`]
  for (const id of [...ids, `${taskId}A`, taskId.slice(0, -1)]) {
    await expect(tasks.getTask(id)).rejects.toMatchObject({ code: INVALID_PARAMS })
    await expect(result(id)).rejects.toMatchObject({ code: INVALID_PARAMS })
    await expect(tasks.cancelTask(id)).rejects.toMatchObject({ code: INVALID_PARAMS })
  }
  for (const cursor of ['x', Buffer.from('{"offset":-1}').toString('base64url')])
    await expect(tasks.listTasks(cursor)).rejects.toMatchObject({ code: INVALID_PARAMS })
  await expect(start('get_run', { runId })).rejects.toMatchObject({ code: METHOD_NOT_FOUND })
  await expect(start('no_tool', {})).rejects.toMatchObject({ code: INVALID_PARAMS })
  await expect(start('run_actor', { actorId: 'local/none' })).rejects.toThrow(/not found/)
  await expect(start('run_actor', { actorId: 7 })).rejects.toThrow(/actorId/)
  const { structuredContent } = await client.callTool({ name: 'list_runs' })
  expect(structuredContent).toMatchObject({ total: 1 })
})

it('writes a task as the schema has it', async () => {
  const { client, start } = await connectLegacy('a library', await localFolders())
  const { taskId } = await start('run_actor', { actorId: ACTOR, input: { hang: true } })
  const params = { taskId }
  const get = await client.request({ method: 'tasks/get', params }, taskShape)
  expect(get).toMatchObject({ taskId, status: 'working' })
  const list = z.strictObject({ tasks: z.array(taskShape) })
  expect((await client.request({ method: 'tasks/list' }, list)).tasks).toHaveLength(1)
  const cancelled = await client.request({ method: 'tasks/cancel', params }, taskShape)
  expect(cancelled.status).toBe('cancelled')
})

it('drives a whole task by the client itself', async () => {
  const { client, tasks } = await connectLegacy('stdio', await localFolders())
  await client.listTools()
  const call = { name: 'run_actor_sync', arguments: { actorId: ACTOR, input: { rows: ROWS } } }
  const types: string[] = []
  for await (const message of tasks.callToolStream(call, undefined, { task: {} })) {
    if (types.at(-1) !== message.type) types.push(message.type)
    if (message.type === 'result')
      expect(message.result).toMatchObject({ structuredContent: { items: ROWS } })
  }
  expect(types).toEqual(['taskCreated', 'taskStatus', 'result'])
})

it('finds its task again after the server has started anew', async () => {
  const folders = await localFolders()
  const first = await connectLegacy('stdio', folders)
  const { taskId } = await first.start('run_actor_sync', { actorId: ACTOR, input: { rows: ROWS } })
  await first.untilEnded(taskId)
  await first.client.close()
  const { tasks, result } = await connectLegacy('HTTP', folders)
  expect(await tasks.getTask(taskId)).toMatchObject({ status: 'completed' })
  expect((await result(taskId)).structuredContent).toMatchObject({ items: ROWS })
})

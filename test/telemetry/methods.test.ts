import { describe, expect, it } from 'vitest'
import { DOORS, openServer } from '../support/attack/open-server.ts'
import { jsonTo, startReceiver } from '../support/otlp-receiver.ts'
import { MODERN } from '../support/protocol-versions.ts'
import { CALL, seedWorking } from '../support/task-account.ts'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const META = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }
/** What clients of the later revisions say with each request. */
const MODERN_META = {
  'io.modelcontextprotocol/logLevel': 'debug',
  'io.modelcontextprotocol/clientCapabilities': {
    extensions: { 'io.modelcontextprotocol/tasks': {} },
  },
}

describe.each(DOORS)('over $name', (door) => {
  const isModern = door.version === MODERN
  const _meta = { ...META, ...(isModern && MODERN_META) }

  it('each request is measured as what it is, in the trace of its client', async () => {
    const receiver = await startReceiver()
    const { fake } = await seedWorking()
    const env = { ...jsonTo(receiver), OTEL_BSP_SCHEDULE_DELAY: '10' }
    const { ask, written } = await openServer(door, { fake, args: ['--otel'], env })
    const start = async () => {
      const task = isModern ? {} : { task: {} }
      const params = { name: 'run_actor_sync', arguments: CALL, ...task, _meta }
      const { result } = await ask('tools/call', params)
      const { taskId } = Object(isModern ? result : result?.task)
      return String(taskId)
    }
    const ended = await start()
    await ask('tasks/cancel', { taskId: await start(), _meta })
    const [id = ''] = ended.split('.')
    fake.setRun({ id, status: 'SUCCEEDED', finishedAt: '2026-01-02T03:05:00Z' })
    const method = isModern ? 'tasks/get' : 'tasks/result'
    expect((await ask(method, { taskId: ended, _meta })).error).toBeUndefined()
    const read = await ask('resources/read', { uri: 'apify://run/run1/log', _meta })
    expect(read.error).toBeUndefined()
    const spans = () =>
      receiver
        .spans()
        .filter(({ attributes }) => attributes['mcp.method.name'] !== undefined)
        .map(({ name, traceId }) => [name, traceId])
        .toSorted()
    await expect.poll(spans, { timeout: 20_000 }).toEqual([
      ['resources/read get_log', TRACE],
      ['tasks/cancel abort_run', TRACE],
      [`${method} run_actor_sync`, TRACE],
      ['tools/call run_actor_sync', TRACE],
      ['tools/call run_actor_sync', TRACE],
    ])
    for (const { name, attributes } of receiver.spans().filter(({ kind }) => kind === 2))
      expect(attributes['gen_ai.operation.name'], name).toBe(
        name.startsWith('tools/call') ? 'execute_tool' : undefined,
      )
    // Each of the five hears of its own end, if its client asks for a log.
    expect(written().split('Call ended: ok.').length - 1).toBe(isModern ? 5 : 0)
  })
})

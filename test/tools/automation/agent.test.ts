import { expect, it } from 'vitest'
import { z } from 'zod'
import { makeFolder } from '../../support/folder.ts'
import { writeActor } from '../../support/local-platform/actor-project.ts'
import { startReceiver } from '../../support/local-platform/webhooks.ts'
import { startServer } from '../../support/mcp-client.ts'

/** Stores its input as its output. */
const SCRIPT = `
const records = '/key-value-stores/' + process.env.ACTOR_DEFAULT_KEY_VALUE_STORE_ID + '/records'
await call('PUT', records + '/OUTPUT', await call('GET', records + '/INPUT'))
`

const task = z.object({ taskId: z.string(), maxTotalChargeUsd: z.number() })
const schedule = z.object({ scheduleId: z.string(), nextRuns: z.array(z.string()).length(3) })
const webhook = z.object({ webhookId: z.string() })
const runs = z.object({ runs: z.array(z.object({ runId: z.string(), status: z.string() })).min(1) })

it('an agent saves a task, schedules it, sees it run, reads its result and deletes what it made', async () => {
  const folder = await makeFolder('agent-')
  await writeActor(folder, SCRIPT)
  const receiver = await startReceiver()
  const flags = ['--tools=default,automation', `--actors=${folder}`, '--max-run-cost-usd=2']
  const { call } = await startServer({ args: flags })
  const ask = async <T>(schema: z.ZodType<T>, tool: string, args: Record<string, unknown>) => {
    const { structured, text, isError } = await call(tool, args)
    expect(isError, text).toBe(false)
    return schema.parse(structured)
  }

  const input = { shop: 'Müller & Söhne', urls: ['https://example.com/ä'] }
  const saved = await ask(task, 'save_task', { actorId: 'tester', name: 'nightly', input })
  expect(saved.maxTotalChargeUsd).toBe(2)
  const { taskId } = saved
  const { webhookId } = await ask(webhook, 'save_webhook', {
    taskId,
    eventTypes: ['ACTOR.RUN.SUCCEEDED'],
    requestUrl: `${receiver.url}/ended`,
  })
  const { scheduleId, nextRuns } = await ask(schedule, 'save_schedule', {
    name: 'every-ten-seconds',
    cronExpression: '*/10 * * * * *',
    actions: [{ taskId }],
  })

  const { body } = await receiver.seen('POST /ended')
  const { resource } = JSON.parse(body.toString())
  const listed = await ask(runs, 'list_runs', {})
  expect(listed.runs.map(({ runId }) => runId)).toContain(resource.id)
  expect(nextRuns).toContain(resource.meta.scheduledAt)
  const output = z.object({ status: z.literal('SUCCEEDED'), output: z.unknown() })
  expect((await ask(output, 'get_run', { runId: resource.id })).output).toEqual(input)

  const deleted = z.object({ deleted: z.object({ name: z.string().optional() }) })
  const gone = await ask(deleted, 'delete_schedule', { scheduleId })
  expect(gone.deleted.name).toBe('every-ten-seconds')
  await ask(deleted, 'delete_webhook', { webhookId })
  expect((await ask(deleted, 'delete_task', { taskId })).deleted.name).toBe('nightly')
  const none = z.object({ schedules: z.array(z.unknown()).length(0) })
  await ask(none, 'list_schedules', {})
  for (const [tool, args] of [
    ['get_schedule', { scheduleId }],
    ['get_webhook', { webhookId }],
    ['get_task', { taskId }],
  ] as const)
    expect((await call(tool, args)).isError, tool).toBe(true)
}, 60_000)

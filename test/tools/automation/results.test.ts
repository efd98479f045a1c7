import { expect, it } from 'vitest'
import { SCHEDULE } from '../../support/fake-apify/automation.ts'
import { serve } from '../../support/seeded-server.ts'

const CALLS: [tool: string, args: Record<string, unknown>][] = [
  ['save_task', { taskId: 'nightly', memoryMbytes: 256 }],
  ['get_task', { taskId: 'nightly' }],
  ['list_tasks', {}],
  ['delete_task', { taskId: 'nightly' }],
  ['save_schedule', { scheduleId: 'mornings', cronExpression: '@daily' }],
  ['get_schedule', { scheduleId: 'off' }],
  ['list_schedules', {}],
  ['delete_schedule', { scheduleId: 'off' }],
  ['save_webhook', { webhookId: 'webhook1', eventTypes: ['ACTOR.RUN.FAILED'] }],
  ['get_webhook', { webhookId: 'webhook1' }],
  ['list_webhooks', {}],
  ['delete_webhook', { webhookId: 'webhook1' }],
]

it.each(CALLS)('the whole result of %s', async (tool, args) => {
  const { call, fake, stderr } = await serve({ args: ['--tools=automation'] })
  // The next runs of one that is enabled are others every day.
  const off = { ...SCHEDULE, id: 'schedule2', name: 'off', isEnabled: false }
  fake.automation.schedules.set('schedule2', off)
  const { raw, text, structured, isError } = await call(tool, args)
  expect(isError).toBe(false)
  expect(text).toBe(JSON.stringify(structured))
  expect(raw).toMatchSnapshot()
  expect(stderr()).toBe('')
})

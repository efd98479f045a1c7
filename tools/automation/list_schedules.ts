import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, next, note, position } from '../support/arguments.ts'
import { scheduleRow } from '../support/automation/shown-schedule.ts'
import { listPage } from '../support/list-page.ts'

export default defineTool({
  name: 'list_schedules',
  title: 'List schedules',
  description: 'Lists schedules of the account, newest first.',
  purpose: 'List schedules',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ limit: limit.default(20), offset: position.default(0) }),
  output: z.object({ schedules: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(range, { apify, settings }) {
    const { items, total } = await apify.listSchedules(range)
    const list = {
      rows: items.map(scheduleRow),
      total,
      idField: 'scheduleId',
      emptyNote: 'There is no schedule.',
    }
    return listPage(list, range, settings, (schedules, parts) => ({ schedules, ...parts }))
  },
})

import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, next, note, position } from '../support/arguments.ts'
import { listPage } from '../support/automation/list-page.ts'
import { scheduleRow } from '../support/automation/shown-schedule.ts'

export default defineTool({
  name: 'list_schedules',
  title: 'List schedules',
  description: 'Lists schedules of the account, newest first.',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ limit: limit.default(20), offset: position.default(0) }),
  output: z.object({ schedules: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(range, { apify, settings }) {
    const { items, total } = await apify.listSchedules(range)
    const list = { kind: 'schedule', rows: items.map(scheduleRow), total } as const
    return listPage(list, range, settings, ({ rows: schedules, ...rest }) => ({
      schedules,
      ...rest,
    }))
  },
})

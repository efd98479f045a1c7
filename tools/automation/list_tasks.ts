import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { limit, next, note, position } from '../support/arguments.ts'
import { taskRow } from '../support/automation/shown-task.ts'
import { listPage } from '../support/list-page.ts'

export default defineTool({
  name: 'list_tasks',
  title: 'List tasks',
  description: 'Lists saved tasks of the account, newest first.',
  purpose: 'List saved tasks',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ limit: limit.default(20), offset: position.default(0) }),
  output: z.object({ tasks: z.array(z.unknown()), total: z.number().optional(), next, note }),
  async handler(range, { apify, settings }) {
    const { items, total } = await apify.listTasks(range)
    const list = {
      rows: items.map(taskRow),
      total,
      idField: 'taskId',
      emptyNote: 'There is no task.',
    }
    return listPage(list, range, settings, (tasks, parts) => ({ tasks, ...parts }))
  },
})

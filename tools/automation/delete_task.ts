import { z } from 'zod'
import { plainHandle } from '../../src/shared/handles.ts'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { note, savedTaskId } from '../support/arguments.ts'
import { describeTask, taskResult } from '../support/automation/shown-task.ts'
import { shownName } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'delete_task',
  title: 'Delete task',
  description: 'Deletes a saved task and returns what it was. This cannot be undone.',
  purpose: 'Delete a saved task',
  toolset: 'automation',
  annotations: { ...WRITE, destructiveHint: true },
  confirm: {
    kind: 'write',
    question: ({ taskId }) =>
      `Delete task ${shownName(plainHandle(taskId))} with its input and options? This cannot be undone.`,
  },
  input: z.strictObject({ taskId: savedTaskId }),
  output: z.object({ deleted: taskResult, note }),
  async handler({ taskId }, { apify }) {
    const task = await apify.getTask(taskId)
    const deleted = await describeTask(task, apify)
    await apify.deleteTask(task)
    return {
      deleted,
      note: 'Its runs and their results stay. A schedule that runs it cannot do so any more.',
    }
  },
})

import { z } from 'zod'
import { fitPage } from '../../src/budget/fit-rows.ts'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, notes, savedTaskId } from '../support/arguments.ts'
import { describeTask, taskResult } from '../support/automation/shown-task.ts'

export default defineTool({
  name: 'get_task',
  title: 'Get task',
  description: 'Shows a saved task: its Actor, input and options. `save_task` changes it.',
  purpose: "A saved task's input and options",
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ taskId: savedTaskId }),
  output: taskResult.extend({ input: z.unknown(), note }),
  async handler({ taskId }, { apify, settings }) {
    const task = await apify.getTask(taskId)
    const shown = await describeTask(task, apify)
    const inputs = task.input ? [task.input] : []
    return fitPage(inputs, settings.maxResultTokens, ({ rows, rowsUsed, truncatedInside }) => ({
      ...shown,
      input: rows[0],
      note: notes(
        inputs.length === 0 && 'It has no input of its own.',
        (truncatedInside || rowsUsed < inputs.length || rows[0] !== inputs[0]) &&
          'Long values of `input` are shortened: never save them as they are here.',
      ),
    }))
  },
})

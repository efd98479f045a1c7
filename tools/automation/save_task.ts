import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { actorId, actorInput, note, savedTaskId } from '../support/arguments.ts'
import { publicConfig } from '../support/automation/publish-schema.ts'
import { saveTask } from '../support/automation/save-task.ts'
import { describeTask, taskResult } from '../support/automation/shown-task.ts'
import { taskContent, taskQuestion } from '../support/automation/task-question.ts'
import { runStarts } from '../support/confirmation-questions.ts'
import { savedOptions } from '../support/run/run-schemas.ts'

export default defineTool({
  name: 'save_task',
  title: 'Save task',
  description:
    'Creates a task, an Actor with saved input and options for `run_actor` or `save_schedule`, and returns it. With `taskId`, changes only the given fields of one.',
  purpose: 'Save an Actor with its input',
  toolset: 'automation',
  annotations: { ...WRITE, destructiveHint: true },
  confirm: { kind: 'write', starts: runStarts, question: taskQuestion, content: taskContent },
  input: z.strictObject({
    taskId: savedTaskId.describe('Id or name of a task to change').optional(),
    actorId: actorId.optional(),
    name: z.string().min(1).max(63).optional(),
    title: z.string().optional(),
    input: actorInput.optional(),
    ...savedOptions,
    publicConfig: publicConfig.optional(),
    isPublic: z.boolean().optional(),
  }),
  output: taskResult.extend({ note }),
  async handler(request, context) {
    const { task, note } = await saveTask(request, context)
    return { ...(await describeTask(task, context.apify, request.actorId)), note }
  },
})

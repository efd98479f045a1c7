import { z } from 'zod'
import { defineTool, SPEND } from '../../src/tool-call/tool.ts'
import { jsonObject, note, notes, runTargets, scheduleId } from '../support/arguments.ts'
import { saveSchedule } from '../support/automation/save-schedule.ts'
import { scheduleContent, scheduleQuestion } from '../support/automation/schedule-question.ts'
import { fitSchedule, scheduleResult } from '../support/automation/shown-schedule.ts'
import { runStarts } from '../support/confirmation-questions.ts'
import { savedOptions } from '../support/run/run-schemas.ts'

const action = z.strictObject({ ...runTargets, input: jsonObject.optional(), ...savedOptions })

export default defineTool({
  name: 'save_schedule',
  title: 'Save schedule',
  description:
    'Creates a schedule that runs Actors or tasks at set times, and returns it with its next three runs. With `scheduleId`, changes only the given fields of one. Its runs may cost money. For one run now: `run_actor`.',
  purpose: 'Run Actors or tasks at times',
  toolset: 'automation',
  annotations: { ...SPEND, destructiveHint: true },
  confirm: {
    kind: 'paid',
    starts: ({ actions = [] }) => actions.flatMap(runStarts),
    question: scheduleQuestion,
    content: scheduleContent,
  },
  input: z.strictObject({
    scheduleId: scheduleId.describe('Id or name of a schedule to change').optional(),
    name: z.string().min(1).max(63).optional(),
    title: z.string().optional(),
    cronExpression: z.string().describe('Five fields, or six with seconds first').optional(),
    timezone: z.string().describe('IANA name; UTC by default').optional(),
    isEnabled: z.boolean().optional(),
    actions: z
      .array(action)
      .describe('What it runs, each by `actorId` or `taskId`; replaces all')
      .optional(),
  }),
  output: scheduleResult.extend({ note }),
  async handler(request, context) {
    const [{ schedule, note }, names] = await Promise.all([
      saveSchedule(request, context),
      context.apify.actorNames(),
    ])
    return fitSchedule(schedule, names, context.settings, (fitted, more) => ({
      ...fitted,
      note: notes(note, more),
    }))
  },
})

import { z } from 'zod'
import { defineTool, READ } from '../../src/tool-call/tool.ts'
import { note, scheduleId } from '../support/arguments.ts'
import { fitSchedule, scheduleResult } from '../support/automation/shown-schedule.ts'

export default defineTool({
  name: 'get_schedule',
  title: 'Get schedule',
  description: 'Shows a schedule: its times, next three runs, and what it runs.',
  purpose: 'A schedule and its next runs',
  toolset: 'automation',
  annotations: READ,
  input: z.strictObject({ scheduleId }),
  output: scheduleResult.extend({ note }),
  async handler({ scheduleId }, { apify, settings }) {
    const [schedule, names] = await Promise.all([apify.getSchedule(scheduleId), apify.actorNames()])
    return fitSchedule(schedule, names, settings, (fitted, note) => ({ ...fitted, note }))
  },
})

import { z } from 'zod'
import { defineTool, WRITE } from '../../src/tool-call/tool.ts'
import { note, notes, scheduleId } from '../support/arguments.ts'
import { fitSchedule, scheduleResult } from '../support/automation/shown-schedule.ts'
import { shownName } from '../support/confirmation-questions.ts'

export default defineTool({
  name: 'delete_schedule',
  title: 'Delete schedule',
  description:
    'Deletes a schedule and returns what it was. This cannot be undone: to pause one, use `save_schedule` with `isEnabled` false.',
  purpose: 'Delete a schedule',
  toolset: 'automation',
  annotations: { ...WRITE, destructiveHint: true },
  confirm: {
    kind: 'write',
    question: ({ scheduleId }) =>
      `Delete schedule ${shownName(scheduleId)}? It starts no more runs. This cannot be undone.`,
  },
  input: z.strictObject({ scheduleId }),
  output: z.object({ deleted: scheduleResult, note }),
  async handler({ scheduleId }, { apify, settings }) {
    const [schedule, names] = await Promise.all([apify.getSchedule(scheduleId), apify.actorNames()])
    await apify.deleteSchedule(schedule)
    return fitSchedule(schedule, names, settings, (deleted, more) => ({
      deleted,
      note: notes('The runs in `nextRuns` do not happen. Runs that have started continue.', more),
    }))
  },
})

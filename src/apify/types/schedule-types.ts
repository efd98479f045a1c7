import { z } from 'zod'
import { count, entries, flag, part, reference, requiredId, text, time } from './lenient.ts'
import { apiSavedOptions } from './task-types.ts'

/** Schedules, with the fields that are read; everything except an ID may be missing. */
const scheduleFields = {
  name: text,
  title: text,
  cronExpression: text,
  timezone: text,
  isEnabled: flag,
  isExclusive: flag,
  nextRunAt: time,
  lastRunAt: time,
}

/** `Schedule` of the API. Its actions are as stored, since a change of one must keep the rest of it. */
export const apiSchedule = z.object({
  id: requiredId,
  ...scheduleFields,
  actions: entries(z.looseObject({})).catch([]),
})
export type ApiSchedule = z.output<typeof apiSchedule>

/** `ScheduleAction` of the API: an Actor with its input and options, or a task. */
export const apiScheduleAction = z.object({
  type: text,
  actorId: reference,
  actorTaskId: reference,
  runInput: part({ body: text, contentType: text }),
  runOptions: apiSavedOptions.nullish().catch(undefined),
  input: z.unknown().optional(),
})
export type ApiScheduleAction = z.output<typeof apiScheduleAction>

/** A schedule of a list. An entry of another form has no ID. */
const apiListedSchedule = z.object({
  id: reference,
  ...scheduleFields,
  actions: entries(apiScheduleAction).catch([]),
})
export type ApiListedSchedule = z.output<typeof apiListedSchedule>

export const apiScheduleList = z.object({ total: count, items: entries(apiListedSchedule) })

/** A schedule whose actions can be read, without secrets. */
export type ShownSchedule = Omit<ApiSchedule, 'actions'> & { actions: ApiScheduleAction[] }

/** What a schedule is changed to. A field that is undefined stays as it is. */
export interface ScheduleChange {
  name?: string | undefined
  title?: string | undefined
  cronExpression?: string | undefined
  timezone?: string | undefined
  isEnabled?: boolean | undefined
  isExclusive?: boolean | undefined
  /** In the form of the API. */
  actions?: object[] | undefined
}

export type NewSchedule = ScheduleChange & { name: string }

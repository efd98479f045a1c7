import type { ScheduleChange, ShownSchedule } from '../../../src/apify/types/schedule-types.ts'
import { ToolError } from '../../../src/shared/errors.ts'
import type { Context } from '../../../src/tool-call/tool.ts'
import { checkTimes } from '../schedule-times.ts'
import { nothingToChange, uniqueName } from './saved-request.ts'
import { type ActionRequest, checkActions, keptActions, newActions } from './schedule-actions.ts'

/** The time zone of a schedule that names none. */
const DEFAULT_TIMEZONE = 'UTC'

/** What a call saves. Fields that are undefined stay as they are. */
export interface ScheduleRequest {
  scheduleId?: string | undefined
  name?: string | undefined
  title?: string | undefined
  cronExpression?: string | undefined
  timezone?: string | undefined
  isEnabled?: boolean | undefined
  actions?: ActionRequest[] | undefined
}

/** A schedule as it was saved, with a note on what was done to it beside what the call asked for. */
interface SavedSchedule {
  schedule: ShownSchedule
  note: string | undefined
}

/**
 * Creates a schedule, or changes the given fields of one.
 * @throws {ToolError} before anything is sent, if its times, its actions or their cost are not allowed
 */
export async function saveSchedule(
  request: ScheduleRequest,
  context: Context,
): Promise<SavedSchedule> {
  checkScheduleRequest(request, context.settings)
  return request.scheduleId === undefined
    ? createSchedule(request, context)
    : changeSchedule(request.scheduleId, request, context)
}

/**
 * Checks what can be known of a request without the API.
 * @throws {ToolError} if it neither creates nor changes a schedule
 */
export function checkScheduleRequest(
  { scheduleId, cronExpression, timezone, actions }: ScheduleRequest,
  { maxRunCostUsd }: Context['settings'],
): void {
  if (scheduleId === undefined && (cronExpression === undefined || !actions?.length)) {
    throw new ToolError(
      `\`${cronExpression === undefined ? 'cronExpression' : 'actions'}\` is not given, so no schedule was created.`,
      'Give `cronExpression` and `actions` to create a schedule, or `scheduleId` to change one.',
    )
  }
  if (cronExpression !== undefined || timezone !== undefined)
    checkTimes(cronExpression ?? '@daily', timezone ?? DEFAULT_TIMEZONE)
  if (actions) checkActions(actions, maxRunCostUsd)
}

async function createSchedule(
  { scheduleId: _, actions: requests = [], ...given }: ScheduleRequest,
  context: Context,
): Promise<SavedSchedule> {
  const { actions, note } = await newActions(requests, context)
  const schedule = await context.apify.createSchedule({
    ...given,
    name: given.name ?? uniqueName('schedule'),
    timezone: given.timezone ?? DEFAULT_TIMEZONE,
    isEnabled: given.isEnabled ?? true,
    // Runs do not pile up: while one goes on, no other is started.
    isExclusive: true,
    actions,
  })
  return { schedule, note }
}

async function changeSchedule(
  scheduleId: string,
  { scheduleId: _, actions: requests, ...given }: ScheduleRequest,
  context: Context,
): Promise<SavedSchedule> {
  let note: string | undefined
  const schedule = await context.apify.updateSchedule(scheduleId, async (stored) => {
    const fields = { ...given, actions: requests }
    if (Object.values(fields).every((value) => value === undefined))
      throw nothingToChange('schedule')
    const { cronExpression, timezone, isEnabled } = given
    const cron = cronExpression ?? stored.cronExpression ?? undefined
    if (cron !== undefined && (cronExpression ?? timezone) !== undefined)
      checkTimes(cron, timezone ?? stored.timezone ?? DEFAULT_TIMEZONE)
    // What is not enabled starts nothing; enabling it comes here again.
    const isOff = !(isEnabled ?? stored.isEnabled ?? true)
    const unchanged = { actions: undefined, note: undefined }
    const kept = () => (isOff ? unchanged : keptActions(stored, context))
    const saved = await (requests ? newActions(requests, context) : kept())
    note = saved.note
    const change: ScheduleChange = { ...given, actions: saved.actions }
    return change
  })
  return { schedule, note }
}

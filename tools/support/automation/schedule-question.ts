import type { ConfirmationContext } from '../../../src/tool-call/tool.ts'
import { shownActor, shownName, shownTask } from '../confirmation-questions.ts'
import { shownJson } from '../shown-content.ts'
import { checkScheduleRequest, type ScheduleRequest } from './save-schedule.ts'
import { fieldsOf } from './saved-request.ts'
import type { ActionRequest } from './schedule-actions.ts'

/**
 * Returns what a person is asked before a schedule is saved, which may start runs for years.
 * @throws {ToolError} if the schedule would be refused
 */
export function scheduleQuestion(
  request: ScheduleRequest,
  { settings, actorNames }: ConfirmationContext,
): string {
  checkScheduleRequest(request, settings)
  const { scheduleId, isEnabled, actions, ...fields } = request
  const what =
    scheduleId === undefined
      ? 'Create a schedule?'
      : `Change ${fieldsOf({ ...fields, isEnabled, actions })} of schedule ${shownName(scheduleId)}?`
  return [
    what,
    isEnabled === false ? 'It is not enabled.' : times(fields),
    actions &&
      actions.length > 0 &&
      `It runs ${actions.map((action) => shownAction(action, actorNames)).join(', ')}.`,
    settings.mode === 'local'
      ? "Runs are on this server's machine, at no cost."
      : cost(actions, settings.maxRunCostUsd),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Returns the inputs that would be saved as a question shows them. */
export function scheduleContent({ actions }: ScheduleRequest): string | undefined {
  const inputs = (actions ?? []).flatMap(({ input }) => (input ? [input] : []))
  return inputs.length > 0 ? `Inputs: ${shownJson(JSON.stringify(inputs))}` : undefined
}

function times({ cronExpression, timezone, scheduleId }: ScheduleRequest): string | undefined {
  const zone = timezone ?? (scheduleId === undefined ? 'UTC' : undefined)
  if (cronExpression !== undefined)
    return `It runs at ${shownName(cronExpression)}${zone === undefined ? '' : `, time zone ${shownName(zone)}`}.`
  return timezone === undefined ? undefined : `Its time zone is ${shownName(timezone)}.`
}

function shownAction(
  { actorId, taskId }: ActionRequest,
  names: ConfirmationContext['actorNames'],
): string {
  return taskId === undefined ? shownActor(actorId ?? '', names) : shownTask(taskId, names)
}

function cost(actions: ActionRequest[] | undefined, ceiling: number | undefined): string {
  const caps = (actions ?? []).map(({ maxTotalChargeUsd }) => maxTotalChargeUsd ?? ceiling)
  if (caps.includes(undefined)) return 'There is no limit on the cost of each run.'
  if (caps.length === 0 && ceiling === undefined)
    return 'The limits on the cost of its runs stay as they are.'
  const largest = caps.length > 0 ? Math.max(...caps.map((cap) => cap ?? 0)) : ceiling
  return `Each run may cost at most ${largest} USD.`
}

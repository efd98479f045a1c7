import { z } from 'zod'
import type {
  ApiListedSchedule,
  ApiScheduleAction,
  ShownSchedule,
} from '../../../src/apify/types/schedule-types.ts'
import { fitPage } from '../../../src/budget/fit-rows.ts'
import type { Settings } from '../../../src/tool-call/tool.ts'
import { notes } from '../arguments.ts'
import { isShortcut, nextRuns } from '../schedule-times.ts'
import { oneLine } from '../text/one-line.ts'
import { readOptions } from './saved-options.ts'

/** Texts are shortened, in characters. */
const MAX_CHARS = 100

const text = z.string().optional()

/** A schedule as every tool shows it. */
export const scheduleResult = z.object({
  scheduleId: z.string(),
  name: text,
  title: text,
  cronExpression: text,
  timezone: text,
  isEnabled: z.boolean().optional(),
  isExclusive: z.boolean().optional(),
  nextRuns: z.array(z.string()).optional(),
  nextRunAt: text,
  lastRunAt: text,
  actions: z.array(z.unknown()),
})

type ScheduleResult = z.input<typeof scheduleResult>

/**
 * Fits a schedule, whose inputs may be large, into the budget.
 * @param names `user/name` of Actors by their ids
 * @param wrap gets the fitted schedule, and a note on what is missing in it
 */
export function fitSchedule<R>(
  schedule: ShownSchedule,
  names: ReadonlyMap<string, string>,
  { maxResultTokens }: Settings,
  wrap: (fitted: ScheduleResult, note: string | undefined) => R,
): R {
  const times = timesOf(schedule)
  const actions = schedule.actions.map((action) => shownAction(action, names))
  return fitPage(actions, maxResultTokens, ({ rows, rowsUsed }) =>
    wrap(
      { scheduleId: schedule.id, ...summary(schedule), ...times, actions: rows },
      notes(
        timesNote(schedule),
        rowsUsed < actions.length && `${actions.length - rowsUsed} more actions did not fit.`,
        rows.some((row, i) => row !== actions[i]) &&
          'Long values of `input` are shortened: never save them as they are here.',
      ),
    ),
  )
}

/** Returns what a list shows of a schedule. */
export function scheduleRow({ id, actions, ...schedule }: ApiListedSchedule): object {
  return {
    scheduleId: id ?? undefined,
    ...summary(schedule),
    nextRunAt: schedule.nextRunAt ?? undefined,
    lastRunAt: schedule.lastRunAt ?? undefined,
    actions: actions.map(({ actorId, actorTaskId }) =>
      actorTaskId ? { taskId: actorTaskId } : { actorId: actorId ?? undefined },
    ),
  }
}

function summary(schedule: Omit<ApiListedSchedule, 'id' | 'actions'>) {
  return {
    name: oneLine(schedule.name, MAX_CHARS),
    title: oneLine(schedule.title, MAX_CHARS),
    cronExpression: oneLine(schedule.cronExpression, MAX_CHARS),
    timezone: oneLine(schedule.timezone, MAX_CHARS),
    isEnabled: schedule.isEnabled ?? undefined,
    isExclusive: schedule.isExclusive ?? undefined,
  }
}

/** Returns when a schedule runs: of a shortcut such as `@daily` only what the API says. */
function timesOf(schedule: ShownSchedule) {
  const { cronExpression: cron, timezone, isEnabled, nextRunAt, lastRunAt } = schedule
  const isOn = isEnabled !== false
  const said = isOn && cron && isShortcut(cron) ? nextRunAt : undefined
  return {
    nextRuns: isOn && cron ? nextRuns(cron, timezone ?? 'UTC') : undefined,
    nextRunAt: said ?? undefined,
    lastRunAt: lastRunAt ?? undefined,
  }
}

function timesNote({ cronExpression, isEnabled }: ShownSchedule): string | undefined {
  if (isEnabled === false) return 'It is not enabled, so it runs nothing.'
  const isOwnTime = cronExpression && isShortcut(cronExpression)
  return isOwnTime ? 'The platform chooses at which time such an expression runs.' : undefined
}

function shownAction(action: ApiScheduleAction, names: ReadonlyMap<string, string>): object {
  const { actorId, actorTaskId, runOptions, input } = action
  const shownInput = input ?? undefined
  if (actorTaskId) return { taskId: actorTaskId, input: shownInput }
  return {
    actorId: actorId ?? undefined,
    actorName: names.get(actorId ?? ''),
    input: shownInput,
    ...readOptions(runOptions),
  }
}

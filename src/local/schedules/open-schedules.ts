import { FORMAT_WITH_SCHEDULES, raiseFormat } from '../format-version.ts'
import { ActionRuns, type ActionServices } from './action-runs.ts'
import { Scheduler, type SchedulerOptions } from './scheduler.ts'

type OpenSchedulesOptions = Pick<SchedulerOptions, 'dir' | 'clock' | 'onFault'>

/** Opens the schedules of a data folder. They start runs from `start` to `close`. */
export function openSchedules(options: OpenSchedulesOptions, services: ActionServices): Scheduler {
  const actions = new ActionRuns(services)
  return new Scheduler({
    ...options,
    invoke: (schedule, scheduledAt) => actions.start(schedule, scheduledAt),
    onCreate: () => raiseFormat(options.dir, FORMAT_WITH_SCHEDULES),
  })
}

import { ApiError } from '../api-error.ts'
import { checkName } from '../storage/storage-properties.ts'
import { checkCron, nextTime } from './cron.ts'
import { type Schedule, type ScheduleChange, scheduleSchema, withIds } from './schedule.ts'

/** What a new schedule has if nothing else is given. */
export const NEW = {
  title: null,
  description: null,
  cronExpression: '',
  timezone: 'UTC',
  isEnabled: true,
  isExclusive: true,
  actions: [],
  nextRunAt: null,
  lastRunAt: null,
}

/**
 * Returns a schedule with what a change gives.
 * @throws {ApiError} 400 if something is invalid
 */
export function applyChange(base: Schedule, change: ScheduleChange, now: Date): Schedule {
  const { title, description, actions, ...rest } = change
  const given = Object.entries(rest).filter(([, value]) => value != null)
  const changed = scheduleSchema.parse({
    ...base,
    ...Object.fromEntries(given),
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(actions && { actions: withIds(actions) }),
  })
  checkName(changed.name)
  checkCron(changed.cronExpression, changed.timezone, now)
  return planned(changed, now)
}

/** Returns a schedule with its next time, which is later than its last, even if the clock was set back. */
export function planned(one: Schedule, now: Date): Schedule {
  const { isEnabled, cronExpression, timezone, lastRunAt } = one
  const after = new Date(Math.max(now.getTime(), Date.parse(lastRunAt ?? '') || 0))
  const next = isEnabled ? nextTime(cronExpression, timezone, after) : undefined
  const nextRunAt = next?.toISOString() ?? null
  return nextRunAt === one.nextRunAt ? one : { ...one, nextRunAt }
}

/**
 * Tells whether the next time of a schedule has passed.
 * @param byMs by more than this, in milliseconds
 */
export function isPast({ nextRunAt }: Schedule, now: Date, byMs = -1): boolean {
  return nextRunAt !== null && now.getTime() - Date.parse(nextRunAt) > byMs
}

/** @throws {ApiError} 409 `schedule-name-not-unique` */
export function checkUnique({ id, name }: Schedule, all: Schedule[]): void {
  if (!all.some((other) => other.name === name && other.id !== id)) return
  const message = `A schedule named "${name}" already exists. Choose another name.`
  throw new ApiError(409, 'schedule-name-not-unique', message)
}

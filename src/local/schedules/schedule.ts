import { z } from 'zod'
import { taskOptions } from '../actors/tasks.ts'
import { invalidValue } from '../api-error.ts'
import { isId, randomId, USER_ID } from '../ids.ts'

/** From Apify's documentation of schedules: at most ten Actors and ten tasks. */
const MAX_ACTIONS = 10

const runActor = z.object({
  type: z.literal('RUN_ACTOR'),
  actorId: z.string(),
  runInput: z
    .object({ body: z.string().nullish(), contentType: z.string().nullish() })
    .nullish()
    .default(null),
  runOptions: taskOptions.nullish().default(null),
})

const runTask = z.object({
  type: z.literal('RUN_ACTOR_TASK'),
  actorTaskId: z.string(),
  input: z.record(z.string(), z.unknown()).nullish().default(null),
})

const newId = z.object({ id: z.string().nullish() })

/** An action as a client gives it. One that was read before has an id. */
const givenAction = z.discriminatedUnion('type', [
  runActor.extend(newId.shape),
  runTask.extend(newId.shape),
])

type GivenAction = z.infer<typeof givenAction>

const hasId = z.object({ id: z.string() })

const action = z.discriminatedUnion('type', [
  runActor.extend(hasId.shape),
  runTask.extend(hasId.shape),
])

/** What a schedule does: starts a run of an Actor or a task. */
export type ScheduleAction = z.infer<typeof action>

/** What a client may set on a schedule. Null is as good as nothing, but clears a text. */
export const scheduleChange = z.object({
  name: z.string().nullish(),
  isEnabled: z.boolean().nullish(),
  isExclusive: z.boolean().nullish(),
  cronExpression: z.string().nullish(),
  timezone: z.string().nullish(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  actions: z.array(givenAction).nullish(),
})

export type ScheduleChange = z.infer<typeof scheduleChange>

export const scheduleSchema = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  cronExpression: z.string(),
  timezone: z.string(),
  isEnabled: z.boolean(),
  /** Whether an action waits for the end of the run that it started last. */
  isExclusive: z.boolean(),
  actions: z.array(action),
  createdAt: z.string(),
  modifiedAt: z.string(),
  nextRunAt: z.string().nullable(),
  lastRunAt: z.string().nullable(),
})

export type Schedule = z.infer<typeof scheduleSchema>

/**
 * Returns the actions with an id each. Those that came with one keep it.
 * @throws {ApiError} 400 if there are too many
 */
export function withIds(actions: GivenAction[]): ScheduleAction[] {
  for (const [type, what] of [
    ['RUN_ACTOR', 'Actors'],
    ['RUN_ACTOR_TASK', 'tasks'],
  ]) {
    const { length } = actions.filter((one) => one.type === type)
    if (length <= MAX_ACTIONS) continue
    const message = `A schedule can start at most ${MAX_ACTIONS} ${what}, not ${length}.`
    throw invalidValue(`${message} Make another schedule for the rest.`)
  }
  const taken = new Set<string>()
  return actions.map((one) => {
    const isOwn = one.id && isId(one.id) && !taken.has(one.id)
    const id = isOwn && one.id ? one.id : randomId()
    taken.add(id)
    return { ...one, id }
  })
}

/** Returns the API's Schedule object. */
export function describeSchedule(one: Schedule) {
  return { ...one, userId: USER_ID, notifications: { email: false } }
}

/** Returns the API's ScheduleShort object, for listings. */
export function describeScheduleShort({ title: _, description: __, ...rest }: Schedule) {
  const actions = rest.actions.map((one) =>
    one.type === 'RUN_ACTOR'
      ? { id: one.id, type: one.type, actorId: one.actorId }
      : { id: one.id, type: one.type, actorTaskId: one.actorTaskId },
  )
  return { ...rest, actions, userId: USER_ID }
}

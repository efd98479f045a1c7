import { ApiError } from '../api-error.ts'
import { readJsonAs } from '../http/json-body.ts'
import { created, data, noContent } from '../http/reply.ts'
import { type ApiRequest, mount, type ResourceRoute, type Route } from '../http/router.ts'
import { paginate } from '../page.ts'
import {
  describeSchedule,
  describeScheduleShort,
  type Schedule,
  type ScheduleChange,
  scheduleChange,
} from '../schedules/schedule.ts'
import type { Services } from '../services.ts'

const rows: ResourceRoute<Schedule>[] = [
  { method: 'GET', path: '', handler: (schedule) => data(describeSchedule(schedule)) },
  {
    method: 'PUT',
    path: '',
    handler: async ({ id }, request, services) => {
      const change = await readChange(request, services)
      return data(describeSchedule(await services.schedules.update(id, change)))
    },
  },
  {
    method: 'DELETE',
    path: '',
    handler: async ({ id }, _request, { schedules }) => {
      await schedules.delete(id)
      return noContent()
    },
  },
  {
    method: 'GET',
    path: '/log',
    handler: async ({ id }, _request, { schedules }) => data(await schedules.readLog(id)),
  },
]

export const scheduleRoutes: Route[] = [
  {
    method: 'GET',
    path: '/v2/schedules',
    handler: async ({ query }, { schedules }) => {
      const page = paginate(await schedules.list(), query.page())
      return data({ ...page, items: page.items.map(describeScheduleShort) })
    },
  },
  {
    method: 'POST',
    path: '/v2/schedules',
    handler: async (request, services) => {
      const schedule = await services.schedules.create(await readChange(request, services))
      const location = `${services.baseUrl}/v2/schedules/${schedule.id}`
      return created(describeSchedule(schedule), location)
    },
  },
  ...mount(
    '/v2/schedules/:scheduleId',
    ({ param }, { schedules }) => schedules.get(param('scheduleId')),
    rows,
  ),
]

/** Reads what a client sets on a schedule, with the ids of the Actors and tasks that it names. */
async function readChange({ message }: ApiRequest, services: Services): Promise<ScheduleChange> {
  const change = await readJsonAs(scheduleChange, message)
  if (!change.actions) return change
  const actions = change.actions.map(async (action) => {
    if (action.type === 'RUN_ACTOR') {
      const type = 'schedule-actor-not-found'
      const { id } = await services.actors.get(action.actorId).catch(named(type))
      return { ...action, actorId: id }
    }
    const type = 'schedule-actor-task-not-found'
    const { id } = await services.tasks.get(action.actorTaskId).catch(named(type))
    return { ...action, actorTaskId: id }
  })
  return { ...change, actions: await Promise.all(actions) }
}

/** Returns a function that throws a 404 of a type in place of that of what was not found. */
function named(type: string): (error: unknown) => never {
  return (error) => {
    const isMissing = error instanceof ApiError && error.status === 404
    throw isMissing ? new ApiError(404, type, error.message) : error
  }
}

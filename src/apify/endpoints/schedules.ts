import type { z } from 'zod'
import { decodeJson } from '../../shared/json.ts'
import { createOnce } from '../delivery/create-once.ts'
import type { Requester } from '../transport/requester.ts'
import type { ListRange } from '../types/list-range.ts'
import {
  type ApiSchedule,
  apiSchedule,
  apiScheduleAction,
  apiScheduleList,
  type NewSchedule,
  type ScheduleChange,
  type ShownSchedule,
} from '../types/schedule-types.ts'
import { findSchedule, MAX_LISTED, SCHEDULES, schedulePath } from './find-schedule.ts'
import { explainTaken, jsonBody, lookup, onceOnly, remove } from './saved-objects.ts'
import type { StartRules } from './start-rules.ts'

/** Returns the endpoints of schedules. */
export function scheduleEndpoints(requester: Requester, rules: StartRules | undefined) {
  const shown: Show = (schedule) => requester.redactor.value(toShown(schedule))
  return {
    ...scheduleChanges(requester, shown, rules),

    /** GET /v2/schedules/:id. @param handle the ID or the name */
    getSchedule: async (handle: string): Promise<ShownSchedule> =>
      shown(await findSchedule(requester, handle)),

    /** GET /v2/schedules, newest first */
    listSchedules: (range: ListRange): Promise<z.output<typeof apiScheduleList>> =>
      listSchedules(requester, range),
  }
}

/** Returns a schedule without secrets. */
type Show = (schedule: ApiSchedule) => ShownSchedule

function listSchedules(requester: Requester, query: ListRange, bounds = {}) {
  return requester.data(apiScheduleList, {
    method: 'GET',
    path: SCHEDULES,
    query: { ...query, desc: true },
    resource: { kind: 'account' },
    ...bounds,
  })
}

/** Looks a schedule up by its name, after the response to its creation was lost. */
async function findByName(requester: Requester, name: string, ms: number) {
  const { items } = await listSchedules(requester, { offset: 0, limit: MAX_LISTED }, lookup(ms))
  const id = items.find((one) => one.name === name)?.id
  if (!id) return undefined
  const resource = { kind: 'schedule', id } as const
  return requester.storedData(apiSchedule, { ...lookup(ms), path: schedulePath(id), resource })
}

function scheduleChanges(requester: Requester, shown: Show, rules: StartRules | undefined) {
  return {
    /**
     * POST /v2/schedules. One call creates one schedule: if the response is lost, it is looked up by its name.
     * @throws {ApiFailure} if the name is taken, or nobody knows whether the schedule was created
     */
    async createSchedule(schedule: NewSchedule): Promise<ShownSchedule> {
      await rules?.checkSchedule(schedule.actions ?? [], schedule.isEnabled ?? true)
      const resource = { kind: 'schedule', id: schedule.name } as const
      const named = { kind: 'schedule', name: schedule.name, sent: schedule } as const
      const created = await createOnce<ApiSchedule>(named, requester, {
        create: () =>
          requester.storedData(apiSchedule, {
            ...onceOnly(requester),
            path: SCHEDULES,
            resource,
            ...jsonBody(schedule),
          }),
        find: (ms) => findByName(requester, schedule.name, ms),
      }).catch(explainTaken('schedule'))
      return shown(created)
    },

    /**
     * PUT /v2/schedules/:id
     * @param handle the ID or the name
     * @param changeOf returns what to change of the schedule as it is stored, with the secrets that it may hold
     */
    async updateSchedule(
      handle: string,
      changeOf: (stored: ApiSchedule) => Promise<ScheduleChange>,
    ): Promise<ShownSchedule> {
      const stored = await findSchedule(requester, handle)
      const fields = await changeOf(stored)
      const isEnabled = fields.isEnabled ?? stored.isEnabled ?? true
      // What is not enabled starts nothing; to enable it comes here again.
      const actions = fields.actions ?? (isEnabled ? stored.actions : [])
      await rules?.checkSchedule(actions, isEnabled)
      const path = schedulePath(stored.id)
      const resource = { kind: 'schedule', id: handle } as const
      const request = { method: 'PUT', path, resource, ...jsonBody(fields) } as const
      return shown(await requester.storedData(apiSchedule, request).catch(explainTaken('schedule')))
    },

    /** DELETE /v2/schedules/:id. @param schedule as it was read before */
    deleteSchedule: ({ id }: ShownSchedule): Promise<void> =>
      remove(requester, schedulePath(id), { kind: 'schedule', id }),
  }
}

/**
 * Returns a schedule with actions that can be read. The input of an Actor, which is JSON in a text, is
 * parsed: its escapes would hide a secret.
 */
function toShown(schedule: ApiSchedule): ShownSchedule {
  const actions = schedule.actions.map((stored) => {
    const action = apiScheduleAction.parse(stored)
    const body = action.runInput?.body
    return { ...action, ...(body && { input: decodeJson(body) ?? body, runInput: undefined }) }
  })
  return { ...schedule, actions }
}

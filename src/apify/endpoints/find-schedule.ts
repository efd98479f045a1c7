import { isIdLike } from '../../shared/handles.ts'
import { nearestNames } from '../../shared/likeness.ts'
import { quotedName } from '../../shared/quote.ts'
import { ApiFailure } from '../transport/api-failure.ts'
import { type ApiResource, resourceName, SOURCES } from '../transport/api-resource.ts'
import { type Requester, undefinedOnStatus } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { type ApiSchedule, apiSchedule, apiScheduleList } from '../types/schedule-types.ts'

export const SCHEDULES = '/v2/schedules'

/** The most entries that one request of the API lists. */
export const MAX_LISTED = 1000
/** Names that an error gives at most. */
const MAX_NAMES = 3

/** Returns the path of a schedule by its ID. The API takes no names. */
export const schedulePath = (id: string) => `${SCHEDULES}/${resourceId('scheduleId', id)}`

/**
 * Reads a schedule by its ID, or by its name, which only the list of schedules has.
 * @returns it as stored, with the secrets that it may hold
 * @throws {ApiFailure} names the nearest names that there are
 */
export async function findSchedule(requester: Requester, handle: string): Promise<ApiSchedule> {
  const resource = { kind: 'schedule', id: handle } as const
  const read = (id: string) =>
    requester.storedData(apiSchedule, { method: 'GET', path: schedulePath(id), resource })
  const byId = isIdLike(handle) ? await read(handle).catch(undefinedOnStatus(404)) : undefined
  if (byId) return byId
  const { items } = await requester.data(apiScheduleList, {
    method: 'GET',
    path: SCHEDULES,
    query: { limit: MAX_LISTED, desc: true },
    resource: { kind: 'account' },
  })
  const id = items.find(({ name }) => name === handle)?.id
  if (id) return read(id)
  // An id may be shorter than those that Apify makes.
  const other = isIdLike(handle) ? undefined : await read(handle).catch(undefinedOnStatus(404))
  if (other) return other
  throw notFound(
    resource,
    items.flatMap(({ name }) => name || []),
  )
}

function notFound(resource: ApiResource & { id: string }, names: string[]): ApiFailure {
  const nearest = nearestNames(resource.id, names, { onlyAlike: isIdLike(resource.id) })
  const shown = nearest.slice(0, MAX_NAMES).map((name) => quotedName(name))
  const sentence = shown.length > 0 ? ` Names are ${shown.join(', ')}.` : ''
  return new ApiFailure(
    `The ${resourceName(resource)} was not found (404).`,
    `${SOURCES.schedule}${sentence}`,
    'answered',
    404,
    undefined,
    { resource },
  )
}

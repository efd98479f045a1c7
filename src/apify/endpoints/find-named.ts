import { otherMeaning } from '../../shared/handles.ts'
import { ApiFailure } from '../transport/api-failure.ts'
import { type ApiResource, resourceName } from '../transport/api-resource.ts'
import { isAnswer } from '../transport/requester.ts'
import { type StorageKind, storagePath, storageResource } from '../transport/resource-paths.ts'
import type { StorageRef } from '../types/storage-types.ts'

/** A resource that a call names by an ID or a name. */
export type NamedResource = ApiResource & { id: string }

/** Returns a sentence with the nearest names that there are; undefined if they must or can not be read. */
export type NearestNames = (resource: NamedResource) => Promise<string | undefined>

/** Finds what a text names, and explains that there is nothing of that name. */
export interface FindNamed {
  /**
   * Sends a request for a resource; if there is none of that ID or name, again with the other meaning of
   * the text. Only an answer of the API that nothing was found leads to the second request, so a write
   * is done once.
   * @param use sends the request for an ID or a name, with this `resource`
   * @throws {ApiFailure} names the nearest names that there are
   */
  find<T>(resource: NamedResource, use: (handle: string) => Promise<T>): Promise<T>
  /** Like `find`, without a request for the nearest names, if nobody is shown the error. */
  findQuietly<T>(resource: NamedResource, use: (handle: string) => Promise<T>): Promise<T>
  /** Like `find`, for a storage; `use` gets its path. */
  inStorage<T>(
    kind: StorageKind,
    ref: StorageRef,
    use: (path: string, resource: ApiResource) => Promise<T>,
  ): Promise<T>
}

/**
 * @param nearestNames returns a sentence with the names that a text may mean
 * @param hasRun returns whether there is a run of an ID. Default: that is unknown
 */
export function findNamed(
  nearestNames: NearestNames,
  hasRun: (runId: string) => Promise<boolean> = async () => false,
): FindNamed {
  const find: FindNamed['find'] = async (resource, use) => {
    try {
      return await findQuietly(resource, use)
    } catch (error) {
      if (!isMissing(error, resource)) throw error
      const sentence = await nearestNames(resource)
      throw sentence === undefined ? error : withAdvice(error, sentence)
    }
  }
  return {
    find,
    findQuietly,
    async inStorage(kind, ref, use) {
      const resource = storageResource(kind, ref)
      if ('runId' in ref) {
        return use(storagePath(kind, ref), resource).catch(async (error) => {
          throw isMissing(error, resource) && (await hasRun(ref.runId))
            ? storageIsGone(kind, error)
            : error
        })
      }
      const named = { ...resource, id: ref.id }
      return find(named, (id) => use(storagePath(kind, { id }), named))
    },
  }
}

const findQuietly: FindNamed['findQuietly'] = async (resource, use) => {
  const other = otherMeaning(resource.id)
  try {
    return await use(resource.id)
  } catch (error) {
    if (other === undefined || !isMissing(error, resource)) throw error
    try {
      return await use(other)
    } catch (second) {
      // The text was given in its first meaning, unless something else is missing in the other.
      const isSame = isMissing(second, resource) && second.apiMessage === error.apiMessage
      throw isSame ? error : second
    }
  }
}

/** Returns whether a request for this resource was answered with 404, and not one that it led to. */
function isMissing(error: unknown, resource: ApiResource): error is ApiFailure {
  if (!isAnswer(error, 404)) return false
  return error.resource?.kind === resource.kind && error.resource.id === resource.id
}

/** The run is there; what is missing is what it stored. */
function storageIsGone(kind: StorageKind, error: ApiFailure): ApiFailure {
  const { delivery, status, resource } = error
  const run = resource ? resourceName(resource) : 'run'
  return new ApiFailure(
    `The ${kind} of ${run} does not exist any more (404), while the run does.`,
    'It was deleted, or has expired as the unnamed storages of runs do. What a run has logged may still be there: `get_log`.',
    delivery,
    status,
    undefined,
    { cause: error, ...(resource && { resource }) },
  )
}

function withAdvice(error: ApiFailure, sentence: string): ApiFailure {
  const { happened, remedy, delivery, status, apiMessage, resource } = error
  return new ApiFailure(happened, `${sentence} ${remedy}`, delivery, status, undefined, {
    cause: error,
    ...(apiMessage !== undefined && { apiMessage }),
    ...(resource && { resource }),
  })
}

import { quoted } from '../../shared/quote.ts'
import { ApiFailure } from '../transport/api-failure.ts'
import { resourceName } from '../transport/api-resource.ts'
import { isAnswer, type Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import { apiActorVersions } from '../types/build-types.ts'
import type { FindNamed } from './find-named.ts'

/** The form of a version, from the API's description. */
const VERSION = /^\d{1,2}\.\d{1,2}$/
/** Versions that an error names at most: the last ones. */
const MAX_VERSIONS = 10

/**
 * Returns what is missing if a build was answered with 404: the API says the same of an Actor and of its version.
 * @returns the error to throw: of the version if the Actor can be read, else of the Actor
 */
export async function missingVersion(
  notFound: ApiFailure,
  { actorId, version }: { actorId: string; version: string },
  requester: Requester,
  named: FindNamed,
): Promise<ApiFailure> {
  const resource = { kind: 'Actor', id: actorId } as const
  try {
    const actor = await named.find(resource, (id) =>
      requester.data(apiActorVersions, {
        method: 'GET',
        path: `/v2/actors/${resourceId('actorId', id)}`,
        resource,
        retries: 0,
        totalTimeoutMs: requester.timeouts.lookupTimeoutMs,
      }),
    )
    const versions = (actor.versions ?? []).flatMap(({ versionNumber }) =>
      versionNumber && VERSION.test(versionNumber) ? [versionNumber] : [],
    )
    if (versions.includes(version)) return notFound
    const happened = `The version ${quoted(version)} of ${resourceName(resource)} was not found (404).`
    return new ApiFailure(happened, remedyOf(versions), 'answered', 404, undefined, {
      cause: notFound,
    })
  } catch (error) {
    return isAnswer(error, 404) ? error : notFound
  }
}

function remedyOf(versions: readonly string[]): string {
  const named = versions.slice(-MAX_VERSIONS).join(', ')
  return named
    ? `Give a \`version\` that exists: ${named}.`
    : 'Give a `version` that exists: each `buildNumber` of `list_builds` begins with one.'
}

import { readActor } from '../../actors/project.ts'
import { ApiError } from '../../api-error.ts'
import type { BuildRequest } from '../../builds/make-build.ts'
import type { ApiRequest } from '../../http/router.ts'

/** From the API's description of a version. */
const VERSION = /^\d{1,2}\.\d{1,2}$/

/**
 * Reads how a client wants a build.
 * @param folder the Actor's
 * @throws {ApiError} 400 if the version is missing or malformed, 404 if it is not that of the folder
 */
export async function readBuildRequest(
  { query, message }: ApiRequest,
  folder: string,
): Promise<BuildRequest> {
  const version = query.text('version') ?? ''
  // One that cannot be read fails as a build, with the reason in the log.
  const actor = await readActor(folder).catch(() => undefined)
  if (!VERSION.test(version)) {
    const rule = `The query parameter "version" must be MAJOR.MINOR, such as ${actor?.version ?? '0.1'}.`
    throw new ApiError(400, 'invalid-parameter', rule)
  }
  if (actor && actor.version !== version) {
    const message = `Actor version ${version} was not found. The folder of the Actor has ${actor.version}: use that.`
    throw new ApiError(404, 'record-not-found', message)
  }
  return {
    version,
    tag: query.text('tag') || undefined,
    useCache: query.flag('useCache'),
    betaPackages: query.flag('betaPackages'),
    userAgent: message.headers['user-agent'],
  }
}

import type { z } from 'zod'
import { plainHandle } from '../../shared/handles.ts'
import { newStart, type Start, type StartRequests, startOnce } from '../delivery/start-once.ts'
import type { ApiResource } from '../transport/api-resource.ts'
import { isAnswer, type Requester } from '../transport/requester.ts'
import { resourceId } from '../transport/resource-paths.ts'
import {
  apiBuildJob,
  apiBuildList,
  type Build,
  type BuildOptions,
  type BuildsQuery,
  type ListedBuild,
} from '../types/build-types.ts'
import { hasEnded } from '../types/run-types.ts'
import type { FindNamed } from './find-named.ts'
import { identified } from './job-fields.ts'
import { missingVersion } from './missing-version.ts'
import type { StartRules } from './start-rules.ts'
import { toBuild, toListedBuild } from './to-build.ts'
import { jobWaiter, waitingRequest } from './wait-for-job.ts'

const buildsPath = (actorId: string) => `/v2/actors/${resourceId('actorId', actorId)}/builds`

/** Returns the endpoints that start, follow and list builds. */
export function buildEndpoints(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
  rules: StartRules | undefined,
) {
  /**
   * GET /v2/actor-builds/:id
   * @param waitSecs how many seconds to wait for the end of the build
   */
  const getBuild = async (buildId: string, waitSecs = 0): Promise<Build> => {
    const waiting = waitingRequest(waitSecs, requester.timeouts)
    const read = await requester.data(apiBuildJob, { ...buildRequest(buildId), ...waiting })
    const build = toBuild(read, consoleUrl)
    const { usageUsd: usd, finishedAt } = build
    rules?.see({ jobId: build.buildId, usd, hasEnded: hasEnded(build), finishedAt })
    return build
  }

  return {
    getBuild,
    waitForBuild: jobWaiter<Build>(
      ({ buildId }, waitSecs) => getBuild(buildId, waitSecs),
      requester.signal,
    ),

    /** GET /v2/actor-builds and /v2/actors/:id/builds, newest first */
    async listBuilds({
      actorId,
      ...query
    }: BuildsQuery): Promise<{ builds: ListedBuild[]; total: number | undefined }> {
      const read = (path: string, resource: ApiResource) =>
        requester.data(apiBuildList, {
          method: 'GET',
          path,
          query: { ...query, desc: true },
          resource,
        })
      const list = await (actorId === undefined
        ? read('/v2/actor-builds', { kind: 'account' })
        : named.find({ kind: 'Actor', id: actorId }, (id) =>
            read(buildsPath(id), { kind: 'Actor', id: actorId }),
          ))
      return {
        builds: list.items.map((build) => toListedBuild(build, consoleUrl)),
        total: list.total ?? undefined,
      }
    },

    startBuild: buildStarter(requester, named, consoleUrl, rules),
  }
}

/**
 * Returns a function that starts a build, `POST /v2/actors/:id/builds`. One call starts one build: if the
 * response is lost, the build is looked up by the start ID of this call.
 * @throws {ApiFailure} says that a build may have started, if the lookup finds none, or that the Actor or its
 *   version does not exist
 */
function buildStarter(
  requester: Requester,
  named: FindNamed,
  consoleUrl: string | undefined,
  rules: StartRules | undefined,
) {
  return async (actorId: string, options: BuildOptions): Promise<Build> => {
    const resource = { kind: 'Actor', id: actorId } as const
    const page = consoleUrl && `${consoleUrl}/actors/builds`
    const job = { kind: 'build', of: plainHandle(actorId), page } as const
    const startBy = (id: string, start = newStart()) => {
      const request = { path: buildsPath(id), resource }
      return startOnce(job, requester, buildRequests(requester, request, options), start)
    }
    try {
      const build = await (rules
        ? buildByRules(rules, actorId, startBy)
        : named.findQuietly(resource, (id) => startBy(id)))
      return toBuild(build, consoleUrl)
    } catch (error) {
      if (!isAnswer(error, 404) || error.resource?.kind !== 'Actor') throw error
      throw await missingVersion(error, { actorId, version: options.version }, requester, named)
    }
  }
}

async function buildByRules(
  rules: StartRules,
  actorId: string,
  startBy: (id: string, start: Start) => Promise<z.output<typeof apiBuildJob>>,
) {
  const { id } = await rules.target({ kind: 'Actor', id: actorId }, 'no build was started')
  const start = newStart()
  const claim = { id: start.startId, kind: 'build', path: buildsPath(id) } as const
  return rules.spend(
    claim,
    () => startBy(id, start),
    (build) => build.id,
  )
}

function buildRequest(buildId: string) {
  const resource = { kind: 'build', id: buildId } as const
  const path = `/v2/actor-builds/${resourceId('buildId', buildId)}`
  return { method: 'GET', path, resource } as const
}

function buildRequests(
  requester: Requester,
  request: { path: string; resource: ApiResource },
  options: BuildOptions,
): StartRequests<z.output<typeof apiBuildJob>> {
  return {
    start: (startId) =>
      requester.data(apiBuildJob, {
        ...request,
        method: 'POST',
        query: { ...options },
        startId,
        retry: 'not-sent',
        totalTimeoutMs: requester.timeouts.writeTimeoutMs,
      }),
    // The API has no filter by time for builds.
    async list({ desc, limit }, totalTimeoutMs) {
      const lookup = { method: 'GET', query: { desc, limit }, retries: 0, totalTimeoutMs } as const
      return identified((await requester.data(apiBuildList, { ...request, ...lookup })).items)
    },
    get: (buildId, totalTimeoutMs) =>
      requester.data(apiBuildJob, { ...buildRequest(buildId), retries: 0, totalTimeoutMs }),
  }
}

import type { z } from 'zod'
import type { apiBuildJob, apiBuildList, Build, ListedBuild } from '../types/build-types.ts'
import { UNKNOWN_STATUS } from '../types/run-types.ts'
import { durationSecs, withoutNulls } from './job-fields.ts'

/** Returns a build with this server's names; fields that are null are left out. */
export function toBuild(build: z.output<typeof apiBuildJob>, consoleUrl?: string): Build {
  const { buildId = build.id, status = UNKNOWN_STATUS, ...rest } = toListedBuild(build, consoleUrl)
  return { buildId, status, ...rest }
}

/** Like `toBuild`, for a build of a list, which may lack anything. */
export function toListedBuild(
  build: z.output<typeof apiBuildList>['items'][number],
  consoleUrl?: string,
): ListedBuild {
  const { id, actId, stats, actVersion } = build
  return withoutNulls({
    buildId: id,
    status: build.status,
    actorId: actId,
    buildNumber: build.buildNumber,
    tag: actVersion?.buildTag,
    startedAt: build.startedAt,
    finishedAt: build.finishedAt,
    durationSecs: durationSecs(build),
    imageBytes: stats?.imageSizeBytes,
    usageUsd: build.usageTotalUsd,
    consoleUrl: consoleUrl && id && actId && `${consoleUrl}/actors/${actId}/builds/${id}`,
  })
}

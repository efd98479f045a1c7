import { z } from 'zod'
import { amount, count, entries, part, reference, requiredId, text, time } from './lenient.ts'
import { jobStatus } from './run-types.ts'

/** Builds, with the fields that are read. As with runs, everything except an ID may be missing. */
const buildFields = {
  actId: reference,
  status: jobStatus,
  startedAt: time,
  finishedAt: time,
  buildNumber: text,
  usageTotalUsd: amount,
  stats: part({ runTimeSecs: amount, imageSizeBytes: amount }),
  actVersion: part({ buildTag: text }),
}

/** `Build` of the API, without what the Actor says of itself: `apiBuild` has that. */
export const apiBuildJob = z.object({ id: requiredId, ...buildFields })

/** A build as a list shows it, with the User-Agent that started it; an entry of another form has no ID. */
const apiListedBuild = z.object({ id: reference, ...buildFields, meta: part({ userAgent: text }) })

export const apiBuildList = z.object({ total: count, items: entries(apiListedBuild) })

/** The versions of an Actor, as `Actor` of the API has them. */
export const apiActorVersions = z.object({
  versions: entries(z.object({ versionNumber: text }))
    .nullish()
    .catch(undefined),
})

/** A build with this server's names; times are ISO 8601, money is in US dollars. */
export interface Build {
  buildId: string
  actorId?: string
  /** `user/name`. */
  actorName?: string
  /** Such as `0.1.23`. */
  buildNumber?: string
  /** What the build is called if it succeeds, such as `latest`. */
  tag?: string
  status: string
  startedAt?: string
  finishedAt?: string
  /** How long the build took, or how old it is while it goes on. */
  durationSecs?: number
  imageBytes?: number
  usageUsd?: number
  consoleUrl?: string
}

/** A build of a list. One that the API returned in another form has no ID. */
export type ListedBuild = Partial<Build>

export interface BuildOptions {
  /** Such as `0.1`. */
  version: string
  tag?: string | undefined
  useCache?: boolean | undefined
}

/** The query of a list of builds, newest first; of one Actor if `actorId` is given. */
export interface BuildsQuery {
  actorId?: string | undefined
  limit: number
  offset: number
}

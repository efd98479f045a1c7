import { z } from 'zod'
import type { Actor } from '../actors/project.ts'
import { USER_ID } from '../ids.ts'

const json = z.record(z.string(), z.unknown())

export const buildSchema = z.object({
  id: z.string(),
  actId: z.string(),
  /** Version and a number within it, such as `0.1.2`. */
  buildNumber: z.string(),
  version: z.string(),
  /** The tag that it got; null if it has failed. */
  buildTag: z.string().nullable(),
  status: z.enum(['SUCCEEDED', 'FAILED']),
  createdAt: z.string(),
  finishedAt: z.string(),
  meta: z.object({ origin: z.enum(['API', 'CLI']), userAgent: z.string().optional() }),
  options: z.object({ useCache: z.boolean(), betaPackages: z.boolean(), memoryMbytes: z.number() }),
  inputSchema: json.nullable(),
  readme: z.string(),
  /** `actor.json` with the contents of the files that it refers to; null if it could not be read. */
  definition: json.nullable(),
  log: z.string(),
})

/** What the definition of an Actor was at a time. The code that runs is always that of the folder. */
export type Build = z.infer<typeof buildSchema>

/** Returns the build that every Actor has: its folder as it is now. */
export function buildOfFolder(actor: Actor): Build {
  const { modifiedAt: at, folder } = actor
  return {
    id: actor.buildId,
    buildNumber: actor.buildNumber,
    buildTag: actor.buildTag,
    status: 'SUCCEEDED',
    createdAt: at,
    finishedAt: at,
    meta: { origin: 'CLI' },
    options: { useCache: true, betaPackages: false, memoryMbytes: actor.memoryMbytes },
    ...snapshotOf(actor),
    log: `${at} There is no build step here: the Actor runs from ${folder}.\n`,
  }
}

/** Returns what a build keeps of an Actor. */
export function snapshotOf({ id, version, inputSchema, readme, definition }: Actor) {
  return { actId: id, version, inputSchema: inputSchema ?? null, readme, definition }
}

/** Returns the API's Build object. */
export function describeBuild(build: Build) {
  const durationMillis = Date.parse(build.finishedAt) - Date.parse(build.createdAt)
  return {
    ...describeBuildShort(build),
    stats: { durationMillis, runTimeSecs: durationMillis / 1000, computeUnits: 0 },
    options: build.options,
    usage: { ACTOR_COMPUTE_UNITS: 0 },
    usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
    inputSchema: build.inputSchema ? JSON.stringify(build.inputSchema) : null,
    readme: build.readme || null,
    actVersion: {
      sourceType: 'SOURCE_FILES',
      ...(build.buildTag !== null && { buildTag: build.buildTag }),
      versionNumber: build.version,
      sourceFiles: [],
    },
    actorDefinition: build.definition,
  }
}

/** Returns the API's BuildShort object, for listings. */
export function describeBuildShort(build: Build) {
  const { id, actId, status, createdAt: startedAt, finishedAt, buildNumber, meta } = build
  const short = { id, actId, userId: USER_ID, status, startedAt, finishedAt, buildNumber, meta }
  return { ...short, usageTotalUsd: 0 }
}

/** Returns the API's object for the builds that tags name. */
export function describeTags(tags: Map<string, Build>) {
  const entries = [...tags].map(([tag, { id: buildId, buildNumber, finishedAt }]) => [
    tag,
    { buildId, buildNumber, finishedAt },
  ])
  return Object.fromEntries(entries)
}

import { z } from 'zod'
import { USER_ID, USERNAME } from '../ids.ts'
import type { Actor } from './project.ts'
import { DEFAULT_TIMEOUT_SECS } from './run-defaults.ts'

/** The runs of an Actor. */
interface ActorRuns {
  count: number
  lastStartedAt: string | undefined
}

const schemaWithExamples = z.object({
  properties: z.record(
    z.string(),
    z.object({ prefill: z.unknown().optional(), default: z.unknown().optional() }),
  ),
})

/** Returns the API's Actor object. */
export function describeActor(actor: Actor, runs: ActorRuns) {
  const { id, name, title, description, createdAt, modifiedAt, version, buildId } = actor
  const finishedAt = modifiedAt
  return {
    id,
    userId: USER_ID,
    name,
    username: USERNAME,
    title: title ?? null,
    description: description ?? null,
    categories: actor.categories,
    isPublic: false,
    createdAt,
    modifiedAt,
    stats: statsOf(runs),
    versions: [{ versionNumber: version, sourceType: null, buildTag: actor.buildTag }],
    pricingInfos: [],
    defaultRunOptions: {
      build: 'latest',
      timeoutSecs: DEFAULT_TIMEOUT_SECS,
      memoryMbytes: actor.memoryMbytes,
      restartOnError: false,
    },
    exampleRunInput: {
      body: JSON.stringify(exampleInput(actor)),
      contentType: 'application/json; charset=utf-8',
    },
    taggedBuilds: { latest: { buildId, buildNumber: actor.buildNumber, finishedAt } },
  }
}

/** Returns the API's ActorShort object, for listings. */
export function describeActorShort(actor: Actor, runs: ActorRuns) {
  const { id, createdAt, modifiedAt, name, title } = actor
  const stats = statsOf(runs)
  return { id, createdAt, modifiedAt, name, username: USERNAME, title: title ?? name, stats }
}

/** Returns the input that the schema suggests for a first run. */
function exampleInput({ inputSchema }: Actor): object {
  const { data } = schemaWithExamples.safeParse(inputSchema)
  const entries = Object.entries(data?.properties ?? {}).map(([name, field]) => [
    name,
    field.prefill ?? field.default,
  ])
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function statsOf({ count, lastStartedAt }: ActorRuns) {
  return {
    totalBuilds: 1,
    totalRuns: count,
    totalUsers: 1,
    ...(lastStartedAt !== undefined && { lastRunStartedAt: lastStartedAt }),
  }
}

/** Returns the API's object for an Actor in the Store. */
export function describeStoreItem(actor: Actor, runs: ActorRuns, baseUrl: string) {
  return {
    ...describeForAgent(actor, runs),
    userFullName: USERNAME,
    pictureUrl: null,
    userPictureUrl: null,
    url: `${baseUrl}/v2/actors/${actor.id}`,
    currentPricingInfo: { pricingModel: 'FREE' },
    bookmarkCount: 0,
    readmeSummary: actor.readme.slice(0, 500),
  }
}

/** Returns the Store's smaller object for language models. */
export function describeForAgent(actor: Actor, runs: ActorRuns) {
  return {
    id: actor.id,
    title: actor.title ?? actor.name,
    name: actor.name,
    username: USERNAME,
    description: actor.description ?? null,
    categories: actor.categories,
    badge: null,
    stats: statsOf(runs),
  }
}

/** Returns the API's Build object for the only build of an Actor. */
export function describeBuild(actor: Actor) {
  const { usageTotalUsd, ...short } = describeBuildShort(actor)
  return {
    ...short,
    stats: { durationMillis: 0, runTimeSecs: 0, computeUnits: 0 },
    options: { useCache: true, betaPackages: false, memoryMbytes: actor.memoryMbytes },
    usage: { ACTOR_COMPUTE_UNITS: 0 },
    usageTotalUsd,
    usageUsd: { ACTOR_COMPUTE_UNITS: 0 },
    inputSchema: actor.inputSchema ? JSON.stringify(actor.inputSchema) : null,
    readme: actor.readme || null,
    actVersion: {
      sourceType: 'SOURCE_FILES',
      buildTag: actor.buildTag,
      versionNumber: actor.version,
      sourceFiles: [],
    },
    actorDefinition: actor.definition,
  }
}

/** Returns the API's BuildShort object, for listings. */
export function describeBuildShort({ id, buildId, buildNumber, modifiedAt }: Actor) {
  return {
    id: buildId,
    actId: id,
    userId: USER_ID,
    status: 'SUCCEEDED',
    startedAt: modifiedAt,
    finishedAt: modifiedAt,
    usageTotalUsd: 0,
    buildNumber,
    meta: { origin: 'CLI' },
  }
}

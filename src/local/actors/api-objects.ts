import { z } from 'zod'
import { USER_ID, USERNAME } from '../ids.ts'
import type { Actor } from './project.ts'
import { DEFAULT_TIMEOUT_SECS } from './run-defaults.ts'

/** What is counted of an Actor. */
interface ActorCounts {
  /** Its runs. */
  count: number
  lastStartedAt: string | undefined
  totalBuilds: number
}

const schemaWithExamples = z.object({
  properties: z.record(
    z.string(),
    z.object({ prefill: z.unknown().optional(), default: z.unknown().optional() }),
  ),
})

/**
 * Returns the API's Actor object.
 * @param taggedBuilds the API's object for the builds that tags name
 */
export function describeActor(actor: Actor, counts: ActorCounts, taggedBuilds: object) {
  const { id, name, title, description, createdAt, modifiedAt, version } = actor
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
    stats: statsOf(counts),
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
    taggedBuilds,
  }
}

/** Returns the API's ActorShort object, for listings. */
export function describeActorShort(actor: Actor, counts: ActorCounts) {
  const { id, createdAt, modifiedAt, name, title } = actor
  const stats = statsOf(counts)
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

function statsOf({ count, lastStartedAt, totalBuilds }: ActorCounts) {
  return {
    totalBuilds,
    totalRuns: count,
    totalUsers: 1,
    ...(lastStartedAt !== undefined && { lastRunStartedAt: lastStartedAt }),
  }
}

/** Returns the API's object for an Actor in the Store. */
export function describeStoreItem(actor: Actor, counts: ActorCounts, baseUrl: string) {
  return {
    ...describeForAgent(actor, counts),
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
export function describeForAgent(actor: Actor, counts: ActorCounts) {
  return {
    id: actor.id,
    title: actor.title ?? actor.name,
    name: actor.name,
    username: USERNAME,
    description: actor.description ?? null,
    categories: actor.categories,
    badge: null,
    stats: statsOf(counts),
  }
}

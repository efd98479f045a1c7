import { ActorSet } from '../shared/actor-set.ts'
import { isIdLike, plainActorName } from '../shared/handles.ts'
import { type Flag, readList, readNumber } from './flag-parser.ts'
import { UsageError } from './usage-error.ts'

/** The bounds of what all runs may cost, in US dollars, and of how many they may be. */
export const TOTAL_COST_USD = { from: 0.000_001, to: 10_000_000, whole: false }
export const MAX_RUNS = { from: 1, to: 1_000_000_000, whole: true }

/** The flags for what may run, and for what all runs may cost together. */
export const GOVERNANCE_FLAGS: readonly Flag[] = [
  {
    name: 'allow-actors',
    isLimit: true,
    kind: 'list',
    value: 'user/name,user/*,…',
    default: 'every Actor',
    defaultIn: () => null,
    describe:
      'Run, schedule and build no other Actors than these: `user/name`, `user/*` or an id. Reading about others stays possible.',
  },
  {
    name: 'deny-actors',
    isLimit: true,
    kind: 'list',
    value: 'user/name,user/*,…',
    default: 'none',
    describe: 'Never run, schedule or build these Actors, even if --allow-actors names them.',
  },
  {
    name: 'max-total-cost-usd',
    isLimit: true,
    kind: 'number',
    value: 'N',
    bounds: TOTAL_COST_USD,
    default: 'none',
    describe:
      'What all runs together may cost, in US dollars: as long as this server runs; with --http, of each token and day (UTC). While a run goes on, its `maxTotalChargeUsd` is reserved.',
  },
  {
    name: 'max-runs',
    isLimit: true,
    kind: 'number',
    value: 'N',
    bounds: MAX_RUNS,
    default: 'none',
    describe: 'How many runs may be started, counted in the same way.',
  },
]

export interface GovernanceConfig {
  /** `user/name`, `user/*` or IDs; undefined for every Actor. */
  allowActors: string[] | undefined
  denyActors: string[]
  /** In US dollars. */
  maxTotalCostUsd: number | undefined
  maxRuns: number | undefined
}

/**
 * Reads what may run, and what it may cost.
 * @throws {UsageError} that names the wrong flag and what it takes
 */
export function readGovernance(flags: Map<string, string>): GovernanceConfig {
  return governanceConfig({
    allowActors: readList(flags, 'allow-actors'),
    denyActors: readList(flags, 'deny-actors'),
    maxTotalCostUsd: readNumber(flags, 'max-total-cost-usd', TOTAL_COST_USD),
    maxRuns: readNumber(flags, 'max-runs', MAX_RUNS),
  })
}

interface Given {
  allowActors?: readonly string[] | undefined
  denyActors?: readonly string[] | undefined
  maxTotalCostUsd?: number | undefined
  maxRuns?: number | undefined
}

/**
 * Returns the configuration for what flags or options give.
 * @throws {UsageError} if an entry of a list names no Actor, or the lists leave none
 */
export function governanceConfig(given: Given): GovernanceConfig {
  const { maxTotalCostUsd, maxRuns } = given
  const allowActors = given.allowActors?.map((entry) => actorEntry(entry, 'allow-actors'))
  const denyActors = (given.denyActors ?? []).map((entry) => actorEntry(entry, 'deny-actors'))
  const deny = new ActorSet(denyActors)
  if (allowActors?.every((entry) => deny.covers(entry)))
    throw new UsageError(
      '--deny-actors forbids all that --allow-actors names, so nothing could run.',
      'Remove an entry of --deny-actors, or name other Actors with --allow-actors.',
    )
  return { allowActors, denyActors, maxTotalCostUsd, maxRuns }
}

const FULL_NAME = /^[\w.-]+\/[\w.-]+$/
/** `user/name` or `user/*`. */
const NAMED = /^[\w.-]+\/(?:[\w.-]+|\*)$/

function actorEntry(entry: string, flag: string): string {
  const plain = plainActorName(entry)
  if (NAMED.test(plain) || isIdLike(plain)) return plain
  throw new UsageError(
    `--${flag} has ${JSON.stringify(entry)}, which names no Actor.`,
    'Write user/name, user/* for all Actors of a user, or the id of an Actor.',
  )
}

/**
 * Checks the Actors of `--actor-tools` that are given by `user/name`. Which Actor an ID means is known only once
 * it is read.
 * @throws {UsageError} if one of them may not run
 */
export function checkActorTools(
  actorTools: readonly string[],
  { allowActors, denyActors }: GovernanceConfig,
): void {
  const deny = new ActorSet(denyActors)
  const allow = allowActors && new ActorSet(allowActors)
  for (const actor of actorTools) {
    const name = plainActorName(actor)
    if (!FULL_NAME.test(name)) continue
    const isMissing = allow?.hasName(name) === false && !allow.hasIds
    if (!deny.hasName(name) && !isMissing) continue
    const flag = deny.hasName(name) ? '--deny-actors' : '--allow-actors'
    throw new UsageError(
      `--actor-tools names ${JSON.stringify(actor)}, which ${flag} does not let run.`,
      `Remove it there, or change ${flag}.`,
    )
  }
}

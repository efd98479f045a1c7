import { createHash } from 'node:crypto'
import type { Config } from '../config/config.ts'
import { ActorCache, actorGate } from '../governance/actor-gate.ts'
import { AllowLists } from '../governance/allow-lists.ts'
import { RunCeilings } from '../governance/ceilings.ts'
import { TenantBudget } from '../governance/tenant-budget.ts'
import type { RunLedger } from '../shared/run-ledger.ts'
import type { StartLimits } from '../shared/start-limits.ts'
import type { CallingClient } from '../tool-call/call-environment.ts'

/**
 * Creates what counts all runs of a server, in this process.
 * @returns undefined if nothing limits them
 */
export function createLedger(config: Config): RunLedger | undefined {
  const ceilings = ceilingsOf(config)
  return isCounted(config)
    ? new RunCeilings({ ...ceilings, isDaily: config.http !== undefined })
    : undefined
}

/** Returns whether the runs of a server are counted. */
export function isCounted(config: Config): boolean {
  return Object.values(ceilingsOf(config)).some((ceiling) => ceiling !== undefined)
}

/** Local runs cost nothing. */
function ceilingsOf({ governance: { maxRuns, maxTotalCostUsd }, target }: Config) {
  return { maxRuns, maxTotalCostUsd: target.mode === 'local' ? undefined : maxTotalCostUsd }
}

/**
 * Returns the lists of the Actors that may run.
 * @returns undefined if every Actor may
 */
export function allowListsOf({ governance }: Config): AllowLists | undefined {
  const { allowActors: allow, denyActors: deny } = governance
  return allow || deny.length > 0 ? new AllowLists({ allow, deny }) : undefined
}

/**
 * Returns a function that returns what a client may start; undefined for everything.
 * @param ledger counts the runs of all processes of the server
 */
export function startLimits(config: Config, ledger: RunLedger | undefined) {
  const lists = allowListsOf(config)
  const cache = new ActorCache()
  return ({ token, subject, network }: CallingClient): StartLimits | undefined => {
    if (!lists && !ledger) return undefined
    const tenant = digestOf(token ?? subject?.name ?? network)
    return {
      actors: lists && actorGate(lists, cache, tenant),
      budget: ledger && new TenantBudget(ledger, tenant),
    }
  }
}

/** What is kept of a tenant must not be a token. */
function digestOf(tenant: string | undefined): string {
  return tenant === undefined ? '' : createHash('sha256').update(tenant).digest('base64url')
}

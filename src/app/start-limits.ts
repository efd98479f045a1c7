import type { Config } from '../config/config.ts'
import { ActorCache, actorGate } from '../governance/actor-gate.ts'
import { AllowLists } from '../governance/allow-lists.ts'
import { RunCeilings } from '../governance/ceilings.ts'
import { TenantBudget } from '../governance/tenant-budget.ts'
import { sha256 } from '../mcp/http/sha256.ts'
import type { RunLedger } from '../shared/run-ledger.ts'
import type { StartLimits } from '../shared/start-limits.ts'
import type { CallingClient } from '../tool-call/call-environment.ts'
import type { CallPayment } from '../tool-call/payments.ts'

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
  return (client: CallingClient, payment?: CallPayment): StartLimits | undefined => {
    if (!lists && !ledger) return undefined
    const { name, each } = spenderOf(config, client, payment)
    return {
      actors: lists && actorGate(lists, cache, digestOf(client.token ?? client.network)),
      budget: ledger && new TenantBudget(ledger, digestOf(name), each),
    }
  }
}

/** Whose money a call spends; undefined if all calls of the server spend that of one. */
interface Spender {
  name: string | undefined
  each?: 'token' | 'payment'
}

/**
 * Returns whose money a call spends. All subjects of an authorization server spend that of one account. All payments
 * to a server that has a single client come from that client.
 */
function spenderOf(
  { http, payments }: Config,
  { token, network }: CallingClient,
  payment: CallPayment | undefined,
): Spender {
  const isEachPayer = payments !== undefined && http?.access.kind === 'token'
  if (isEachPayer && payment?.owner !== undefined) return { name: payment.owner, each: 'payment' }
  return token === undefined ? { name: network } : { name: token, each: 'token' }
}

/** What is kept of a tenant must not be a token. */
function digestOf(tenant: string | undefined): string {
  return tenant === undefined ? '' : sha256(tenant).toString('base64url')
}

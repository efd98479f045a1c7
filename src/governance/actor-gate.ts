import { keepRecent } from '../shared/keep-recent.ts'
import type { ActorLimits, NamedActor } from '../shared/start-limits.ts'
import type { AllowLists } from './allow-lists.ts'

/** Actors that are remembered, of all tenants. */
const MAX_KEPT = 1000
/** How long, in milliseconds: an Actor that was renamed is judged by its new name after that. */
const KEPT_MS = 300_000

interface Kept {
  actor: NamedActor
  until: number
}

/** What the calls of a server remember of Actors, so that each is read once. */
export class ActorCache {
  private readonly kept = new Map<string, Kept>()

  /** @param now returns the time in milliseconds */
  constructor(private readonly now: () => number = Date.now) {}

  find(key: string): NamedActor | undefined {
    const found = this.kept.get(key)
    return found && found.until > this.now() ? found.actor : undefined
  }

  keep(key: string, actor: NamedActor): void {
    keepRecent(this.kept, key, { actor, until: this.now() + KEPT_MS }, MAX_KEPT)
  }
}

/**
 * Returns what checks the Actors of one tenant.
 * @param tenant a digest: what `~name` means, and which Actors there are, depends on the account
 */
export function actorGate(lists: AllowLists, cache: ActorCache, tenant: string): ActorLimits {
  return {
    async allowed(handle, read, outcome) {
      const key = `${tenant} ${handle}`
      const known = cache.find(key)
      const actor = known ?? (await read())
      if (!known) cache.keep(key, actor)
      lists.check(actor, outcome)
      return actor
    },
  }
}

import type { Narrowing } from '../access/narrowing.ts'

/**
 * How long lists may be kept, in milliseconds. They change only while tools arrive. Clients notice a new
 * process, with other flags or of another version, after this time.
 */
const LIST_TTL_MS = 300_000

/** Lists that are the same for all clients. */
const COMMON = hintsOf({ ttlMs: LIST_TTL_MS, cacheScope: 'public' })
/** Lists that the address or the credentials have narrowed, which tell them apart from others. */
const NARROWED = hintsOf({ ttlMs: LIST_TTL_MS, cacheScope: 'private' })
/** Lists that something else has narrowed. */
const UNKEYED = hintsOf({ ttlMs: 0, cacheScope: 'private' })

/** Returns how long the results of a request may be kept, and for whom. */
export function cacheHintsOf(narrowing: Narrowing | undefined) {
  if (!narrowing) return COMMON
  return narrowing.isUnkeyed ? UNKEYED : NARROWED
}

interface Hint {
  ttlMs: number
  cacheScope: 'public' | 'private'
}

function hintsOf(list: Hint) {
  const data: Hint = { ttlMs: 0, cacheScope: 'private' }
  return {
    'server/discover': list,
    'tools/list': list,
    'prompts/list': list,
    'resources/list': list,
    'resources/templates/list': list,
    // Data of one account, which runs change.
    'resources/read': data,
  }
}

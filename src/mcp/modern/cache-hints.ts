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

/** What never changes under its address, for a year: what the address holds decides it. */
export const IMMUTABLE: Hint = { ttlMs: 31_536_000_000, cacheScope: 'public' }

/**
 * Returns how long the results of a request may be kept, and for whom.
 * @param listsVary whether lists of tools and resources depend on the capabilities of their client, which stand in its
 *   requests: no cache tells the two lists apart, so that it may keep neither
 */
export function cacheHintsOf(narrowing: Narrowing | undefined, listsVary: boolean) {
  const hints = hintsByNarrowing(narrowing)
  if (!listsVary) return hints
  const { 'tools/list': tools, 'resources/list': resources } = UNKEYED
  return { ...hints, 'tools/list': tools, 'resources/list': resources }
}

function hintsByNarrowing(narrowing: Narrowing | undefined) {
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

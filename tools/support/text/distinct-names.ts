import { createHash } from 'node:crypto'

/** Characters of the hash that keeps two names apart; more of it if that is not enough. */
const HASH_CHARS = 6
/** The longest hash, which leaves room for a part of the name in 40 characters. */
const MAX_HASH_CHARS = 36

/** Returns the short hash of a text that the end of a name takes. */
export function nameHash(text: string, chars = HASH_CHARS): string {
  return createHash('sha256').update(text).digest('hex').slice(0, chars)
}

/**
 * Gives each original a name of its own. Those that would share one get a hash, all of them, so that
 * the names do not depend on the order.
 * @param taken names that belong to others
 * @param nameOf returns the name of an original, with the hash if there is one
 */
export function distinctNames(
  originals: Iterable<string>,
  taken: ReadonlySet<string>,
  nameOf: (original: string, hash: string | undefined) => string,
): Map<string, string> {
  const names = new Map<string, string>()
  for (const original of originals) names.set(original, nameOf(original, undefined))
  for (let chars = HASH_CHARS; chars <= MAX_HASH_CHARS; chars += HASH_CHARS) {
    const users = new Map<string, number>()
    for (const name of names.values()) users.set(name, (users.get(name) ?? 0) + 1)
    const shared = [...names].filter(([, name]) => taken.has(name) || users.get(name) !== 1)
    for (const [original] of shared)
      names.set(original, nameOf(original, nameHash(original, chars)))
  }
  return names
}

/** The ids that Apify makes: 17 letters and digits (API reference, "Referring to resources"). */
const ID = /^[a-z\d]{17}$/i
/** What a name may consist of; it has at most 63 characters, and is a segment of a path. */
const NAME = /^(?!\.+$)[\w.-]{1,63}$/
/** Apify's form of a name that the caller's own account has. */
const OWN_NAME = /^~(.+)$/

/** Returns whether a text looks like an id. A name may look so too. */
export function isIdLike(text: string): boolean {
  return ID.test(text)
}

/** Returns the name in `~name` as people write it; anything else as it is. */
export function plainHandle(handle: string): string {
  return OWN_NAME.exec(handle)?.[1] ?? handle
}

/**
 * Returns the other meaning that a text may have, which is asked for if there is no such id: a name without
 * its user is one of the caller's own account, `~name`. `user~name` has none.
 */
export function otherMeaning(handle: string): string | undefined {
  const name = OWN_NAME.exec(handle)?.[1]
  if (name !== undefined) return name
  return NAME.test(handle) ? `~${handle}` : undefined
}

/** Returns one spelling of the name of an Actor: `user~name` and `user/name/` are `user/name`. */
export function plainActorName(actor: string): string {
  return actor.trim().replace(/\/+$/, '').replace('~', '/')
}

import type { ApiActor } from '../../../src/apify/types/actor-types.ts'
import { nameHash } from '../text/distinct-names.ts'
import { oneLine } from '../text/one-line.ts'

/** Clients prefix names with the server's name and stop at 64 characters. VS Code needs 18 and more. */
const MAX_NAME_CHARS = 40

/**
 * Returns the name of the tool that runs an Actor. Every client accepts it: letters, digits, `_` and
 * `-`, and no digit first.
 * @param actorId `user/name`
 * @param hash what keeps it apart from the name of another tool
 */
export function actorToolName(actorId: string, hash?: string): string {
  const plain = actorId
    .replace(/[/~]/, '--')
    .replace(/[^\w-]/g, '-')
    .replace(/^(?![a-zA-Z_])/, '_')
  const suffix = hash ?? (plain.length > MAX_NAME_CHARS ? nameHash(actorId) : undefined)
  return suffix === undefined
    ? plain
    : `${plain.slice(0, MAX_NAME_CHARS - suffix.length - 1)}-${suffix}`
}

/** Returns the description of the tool that runs an Actor. */
export function actorToolDescription(actorId: string, actor: ApiActor): string {
  const purpose = oneLine(actor.description, 150) ?? oneLine(actor.title, 60) ?? ''
  const end = /[.!?…]$/.test(purpose) || purpose === '' ? '' : '.'
  return `Runs Actor ${actorId.slice(0, 70)} and returns its first rows. ${purpose}${end}`.trim()
}

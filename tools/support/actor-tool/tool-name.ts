import { createHash } from 'node:crypto'
import type { ApiActor } from '../../../src/apify/types/actor-types.ts'
import { oneLine } from '../text/one-line.ts'

/** Clients prefix names with the server's name and stop at 64 characters. VS Code needs 18 and more. */
const MAX_NAME_CHARS = 40
/** Characters of the hash that keeps shortened names apart. */
const HASH_CHARS = 6

/**
 * Returns the name of the tool that runs an Actor. Every client accepts it: letters, digits, `_` and
 * `-`, and no digit first.
 * @param actorId `user/name`
 */
export function actorToolName(actorId: string): string {
  const plain = actorId
    .replace(/[/~]/, '--')
    .replace(/[^\w-]/g, '-')
    .replace(/^(?![a-zA-Z_])/, '_')
  if (plain.length <= MAX_NAME_CHARS) return plain
  const hash = createHash('sha256').update(actorId).digest('hex').slice(0, HASH_CHARS)
  return `${plain.slice(0, MAX_NAME_CHARS - HASH_CHARS - 1)}-${hash}`
}

/** Returns the description of the tool that runs an Actor. */
export function actorToolDescription(actorId: string, actor: ApiActor): string {
  const purpose = oneLine(actor.description, 150) ?? oneLine(actor.title, 60) ?? ''
  const end = /[.!?…]$/.test(purpose) || purpose === '' ? '' : '.'
  return `Runs Actor ${actorId.slice(0, 70)} and returns its first rows. ${purpose}${end}`.trim()
}

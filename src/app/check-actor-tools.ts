import { readPastedId } from '../../tools/support/pasted-ids/pasted-id.ts'
import { UsageError } from '../config/usage-error.ts'
import type { AllowLists } from '../governance/allow-lists.ts'

/**
 * Checks the Actors of `--actor-tools` that are given by `user/name`. What an id means is known once it is read.
 * @throws {UsageError} if one of them may not run
 */
export function checkActorTools(actors: readonly string[], lists: AllowLists): void {
  for (const actor of actors) {
    const read = readPastedId(actor, ['actor'])
    // What names no Actor is left out when it is read, which says why.
    const name = 'id' in read ? plainName(read.id) : ''
    const flag = name.includes('/') ? lists.refusesName(name) : undefined
    if (flag === undefined) continue
    throw new UsageError(
      `--actor-tools names ${JSON.stringify(actor)}, which ${flag} does not let run.`,
      `Remove it there, or change ${flag}.`,
    )
  }
}

function plainName(id: string): string {
  return id.replace('~', '/').replace(/\/+$/, '')
}

import { createHash } from 'node:crypto'
import type { Shares, Tenant } from '../../../shared/shares.ts'
import type { RequestShares } from '../tenant-shares.ts'
import type { Channel } from './channel.ts'
import { FROM_WORKER, type HoldKind } from './protocol.ts'

/** Amounts that the primary counts for the calls of this worker. */
export class Holder {
  private lastId = 0

  constructor(private readonly primary: Channel) {}

  /** The slots of requests. Their tenants are digests already. */
  slots(): RequestShares {
    return {
      take: async (tenant, closed) => {
        const slot = this.hold('slots', tenant, 1)
        closed.then(slot.release)
        await slot.granted
        return slot.release
      },
      leave: (tenant) => this.hold('left', tenant, 1).release,
      holdUnread: (tenant, bytes, closed) => {
        const unread = this.hold('unread', tenant, bytes)
        closed.then(unread.release)
        return unread.granted
      },
    }
  }

  /** Shares of one kind. The token of a tenant stays in this process. */
  shares(of: HoldKind): Shares {
    return {
      acquire: async (tenant, amount, signal) => {
        signal.throwIfAborted()
        const held = this.hold(of, digestOf(tenant), amount)
        const giveUp = () => held.release()
        signal.addEventListener('abort', giveUp)
        try {
          await held.granted
        } catch (error) {
          signal.throwIfAborted()
          throw error
        } finally {
          signal.removeEventListener('abort', giveUp)
        }
        signal.throwIfAborted()
        return held.release
      },
    }
  }

  /** Asks for an amount. `release` gives it back, or gives up waiting; once. */
  private hold(of: HoldKind, tenant: string | null, amount: number) {
    const id = ++this.lastId
    const granted = this.primary.ask(FROM_WORKER.hold, { id, of, tenant, amount })
    // Whoever waits hears of a failure; without anyone, it would end the process.
    granted.catch(() => {})
    let isHeld = true
    const release = () => {
      if (isHeld) this.primary.tell(FROM_WORKER.release, id)
      isHeld = false
    }
    return { granted, release }
  }
}

function digestOf(tenant: Tenant): string | null {
  return tenant === undefined ? null : createHash('sha256').update(tenant).digest('base64url')
}

import type { Shares, Tenant } from '../../../shared/shares.ts'
import { sha256 } from '../sha256.ts'
import type { RequestShares } from '../tenant-shares.ts'
import type { Channel } from './channel.ts'
import { FROM_WORKER, type HoldKind } from './protocol.ts'

/** What the primary divides among all workers, as the calls of this one use it. */
export class PrimaryShares {
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
  of(kind: HoldKind): Shares {
    return {
      acquire: async (tenant, amount, signal) => {
        signal.throwIfAborted()
        const part = this.hold(kind, digestOf(tenant), amount)
        const giveUp = () => part.release()
        signal.addEventListener('abort', giveUp)
        try {
          await part.granted
        } catch (error) {
          signal.throwIfAborted()
          throw error
        } finally {
          signal.removeEventListener('abort', giveUp)
        }
        signal.throwIfAborted()
        return part.release
      },
    }
  }

  /** Asks for an amount. `release` gives it back, or gives up waiting; once. */
  private hold(of: HoldKind, tenant: string | null, amount: number) {
    const id = ++this.lastId
    const granted = this.primary.ask(FROM_WORKER.hold, { id, of, tenant, amount })
    // A failure reaches the caller that waits. Without a listener it would end the process.
    granted.catch(() => {})
    let isOpen = true
    const release = () => {
      if (isOpen) this.primary.tell(FROM_WORKER.release, id)
      isOpen = false
    }
    return { granted, release }
  }
}

function digestOf(tenant: Tenant): string | null {
  return tenant === undefined ? null : sha256(tenant).toString('base64url')
}

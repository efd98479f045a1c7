import { MAX_LEFT_CALLS, shareOf } from '../../config/concurrency.ts'
import type { HttpError } from './http-error.ts'
import { busy } from './request-body.ts'
import { TenantCounts } from './tenant-counts.ts'

/** How long a tenant that has not got its share may wait for a slot, in milliseconds. */
const MAX_WAIT_MS = 5_000
/** How many bytes of its answers a tenant may leave unread before its requests are refused. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024
/** The same for all tenants together; beyond it, connections of those that leave much unread are closed. */
const MAX_TOTAL_UNREAD_BYTES = 256 * 1024 * 1024

/** Slots for requests in progress, and what is left of those that have ended for their clients. */
export interface RequestShares {
  /**
   * Takes a slot for a request of a tenant.
   * @param closed resolves when the client no longer waits for the answer
   * @returns a function that gives the slot back
   * @throws {HttpError} 429 if the tenant must wait its turn
   */
  take(tenant: string, closed: Promise<void>): Promise<() => void>
  /**
   * Counts a call that goes on although its client is gone.
   * @returns a function to call when it has ended
   */
  leave(tenant: string): () => void
  /**
   * Counts bytes of an answer that the client has not read yet.
   * @param closed resolves when they no longer wait
   * @returns whether they may wait; if not, close the connection
   */
  holdUnread(tenant: string, bytes: number, closed: Promise<void>): boolean | Promise<boolean>
}

interface Waiting {
  tenant: string
  begin(): void
}

export interface ShareOptions {
  /** The slots that one tenant may use if no other needs them. */
  max: number
  /** Whether clients bring tokens of their own. Else there is one tenant, and no share. */
  hasTenants: boolean
}

/**
 * Divides slots for requests in progress among tenants. One tenant may use all of them. A tenant with less than
 * a quarter is let in even then: a reserve of a quarter is for such tenants alone, and when that is used up
 * they get the next slots that are free. The others are refused meanwhile.
 */
export class TenantShares implements RequestShares {
  private readonly max: number
  private readonly hasTenants: boolean
  private readonly share: number
  private readonly used = new TenantCounts()
  private readonly left = new TenantCounts()
  private readonly unread = new TenantCounts()
  private waiting: Waiting[] = []

  constructor({ max, hasTenants }: ShareOptions) {
    this.max = max
    this.hasTenants = hasTenants
    this.share = shareOf(max)
  }

  async take(tenant: string, closed: Promise<void>): Promise<() => void> {
    this.checkLoad(tenant)
    if (this.isFree(tenant)) return this.begin(tenant)
    if (!this.isUnderShare(tenant) || this.waiting.length >= this.max) throw this.full(tenant)
    return this.nextSlot(tenant, closed)
  }

  leave(tenant: string): () => void {
    this.left.add(tenant, 1)
    return () => this.left.add(tenant, -1)
  }

  holdUnread(tenant: string, bytes: number, closed: Promise<void>): boolean {
    this.unread.add(tenant, bytes)
    closed.then(() => this.unread.add(tenant, -bytes))
    return this.unread.total <= MAX_TOTAL_UNREAD_BYTES || this.unread.of(tenant) <= MAX_UNREAD_BYTES
  }

  /** @throws {HttpError} 429 if too much of what the tenant has asked for is still there */
  private checkLoad(tenant: string): void {
    if (this.unread.of(tenant) > MAX_UNREAD_BYTES)
      throw busy('Too many bytes of earlier answers wait for this client to read them.')
    const ownLeft = this.left.of(tenant)
    const most = this.hasTenants ? MAX_LEFT_CALLS / 2 : MAX_LEFT_CALLS
    if (ownLeft >= most || (ownLeft > 0 && this.left.total >= MAX_LEFT_CALLS))
      throw busy(`${ownLeft} calls whose clients have disconnected still run.`)
  }

  private isUnderShare(tenant: string): boolean {
    return this.hasTenants && this.used.of(tenant) < this.share
  }

  private isFree(tenant: string): boolean {
    if (this.waiting.length > 0) return false
    return this.used.total < (this.isUnderShare(tenant) ? this.max + this.share : this.max)
  }

  private begin(tenant: string): () => void {
    this.used.add(tenant, 1)
    return () => {
      this.used.add(tenant, -1)
      this.beginNext()
    }
  }

  /** Lets the waiting request begin whose tenant has the fewest in progress. */
  private beginNext(): void {
    if (this.waiting.length === 0 || this.used.total >= this.max + this.share) return
    const [next] = this.waiting.toSorted((a, b) => this.used.of(a.tenant) - this.used.of(b.tenant))
    next?.begin()
  }

  /**
   * Takes the next slot that is free.
   * @throws {HttpError} 429 if there was none in time
   */
  private nextSlot(tenant: string, closed: Promise<void>): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer)
        this.waiting = this.waiting.filter((each) => each !== own)
      }
      const refuse = () => {
        end()
        reject(this.full(tenant))
      }
      const own: Waiting = {
        tenant,
        begin: () => {
          end()
          resolve(this.begin(tenant))
        },
      }
      const timer = setTimeout(refuse, MAX_WAIT_MS)
      closed.then(refuse)
      this.waiting.push(own)
    })
  }

  private full(tenant: string): HttpError {
    const own = this.used.of(tenant)
    return this.hasTenants && own < this.used.total
      ? busy(
          `The server is full, and this client has ${own} requests in progress: others come first.`,
        )
      : busy(`The server already handles ${this.max} requests, its maximum.`)
  }
}

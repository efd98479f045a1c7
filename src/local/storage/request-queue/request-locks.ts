/**
 * Which client has locked which request, and until when. Locks are lost when the platform stops.
 */
export class RequestLocks {
  private readonly locks = new Map<string, { clientKey: string; expiresAt: number }>()

  /** Sets or prolongs a lock and returns when it expires. */
  set(id: string, clientKey: string, seconds: number): Date {
    const expiresAt = Date.now() + seconds * 1000
    this.locks.set(id, { clientKey, expiresAt })
    return new Date(expiresAt)
  }

  has(id: string): boolean {
    return this.holder(id) !== undefined
  }

  /** Returns the client that holds the lock; undefined if there is none or it has expired. */
  holder(id: string): string | undefined {
    const lock = this.locks.get(id)
    if (!lock) return undefined
    if (lock.expiresAt > Date.now()) return lock.clientKey
    this.locks.delete(id)
    return undefined
  }

  remove(id: string): void {
    this.locks.delete(id)
  }

  /** Removes all locks of a client and returns their number. */
  removeAllOf(clientKey: string): number {
    const ids = [...this.locks.keys()].filter((id) => this.holder(id) === clientKey)
    for (const id of ids) this.locks.delete(id)
    return ids.length
  }

  /** True if any request is locked. */
  get isAny(): boolean {
    return [...this.locks.keys()].some((id) => this.has(id))
  }
}

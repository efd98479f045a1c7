import type { ToolError } from '../shared/errors.ts'
import type { Shares, Tenant } from '../shared/shares.ts'

interface Waiting {
  tenant: Tenant
  amount: number
  admit: () => void
}

export interface SharesOptions {
  /** What all tenants together may hold. */
  total: number
  /** What one tenant may hold. */
  most: (tenant: Tenant) => number
  /** The error for a tenant of which too many calls wait. */
  busy: () => ToolError
  /** Calls of one tenant that may wait. */
  maxWaiting: number
}

/** Shares that this process counts. */
export class MemoryShares implements Shares {
  private readonly held = new Map<Tenant, number>()
  private waiting: Waiting[] = []

  constructor(private readonly options: SharesOptions) {}

  async acquire(tenant: Tenant, amount: number, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted()
    const isFirst = !this.waiting.some((one) => one.tenant === tenant)
    if (isFirst && this.fits(tenant, amount)) this.add(tenant, amount)
    else await this.wait(tenant, amount, signal)
    let isHeld = true
    return () => {
      if (isHeld) this.add(tenant, -amount)
      isHeld = false
      this.admitWaiting()
    }
  }

  private fits(tenant: Tenant, amount: number): boolean {
    const { total, most } = this.options
    const used = [...this.held.values()].reduce((sum, one) => sum + one, 0)
    return used + amount <= total && (this.held.get(tenant) ?? 0) + amount <= most(tenant)
  }

  private add(tenant: Tenant, amount: number): void {
    const sum = (this.held.get(tenant) ?? 0) + amount
    if (sum > 0) this.held.set(tenant, sum)
    else this.held.delete(tenant)
  }

  private wait(tenant: Tenant, amount: number, signal: AbortSignal): Promise<void> {
    const { maxWaiting, busy } = this.options
    if (this.waiting.filter((one) => one.tenant === tenant).length >= maxWaiting) throw busy()
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting = this.waiting.filter((one) => one !== entry)
        signal.removeEventListener('abort', giveUp)
      }
      const giveUp = () => {
        leave()
        reject(signal.reason)
        // It may have stood before another call, for which there is enough.
        this.admitWaiting()
      }
      const admit = () => {
        leave()
        this.add(tenant, amount)
        resolve()
      }
      const entry = { tenant, amount, admit }
      this.waiting.push(entry)
      signal.addEventListener('abort', giveUp)
    })
  }

  private admitWaiting(): void {
    for (let next = this.nextInLine(); next; next = this.nextInLine()) next.admit()
  }

  /** Returns the call to admit next: the first of a tenant that fits, of the tenant that holds least. */
  private nextInLine(): Waiting | undefined {
    const seen = new Set<Tenant>()
    return this.waiting
      .filter(({ tenant }) => !seen.has(tenant) && seen.add(tenant))
      .toSorted((a, b) => (this.held.get(a.tenant) ?? 0) - (this.held.get(b.tenant) ?? 0))
      .find(({ tenant, amount }) => this.fits(tenant, amount))
  }
}

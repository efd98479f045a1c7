import { ToolError } from '../shared/errors.ts'

/** Whose calls are counted together. */
export type Tenant = string | undefined

interface Waiting {
  tenant: Tenant
  amount: number
  admit: () => void
}

export interface SharesOptions {
  /** What all tenants together may hold. */
  total: number
  /** Calls of one tenant that may wait. */
  maxWaiting: number
}

/**
 * One amount of memory, shared by all tenants of a server. A tenant has at most half of it, so that there
 * is always some for another.
 */
export class MemoryShares {
  private readonly held = new Map<Tenant, number>()
  private waiting: Waiting[] = []

  constructor(private readonly options: SharesOptions) {}

  /**
   * Waits until an amount is free, then holds it.
   * @param tenant undefined if the server has one tenant alone
   * @returns a function that gives the amount back, once
   * @throws {ToolError} if the tenant waits too often already; the reason of `signal`
   */
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
    const { total } = this.options
    const used = [...this.held.values()].reduce((sum, one) => sum + one, 0)
    return used + amount <= total && (this.held.get(tenant) ?? 0) + amount <= total / 2
  }

  private add(tenant: Tenant, amount: number): void {
    const sum = (this.held.get(tenant) ?? 0) + amount
    if (sum > 0) this.held.set(tenant, sum)
    else this.held.delete(tenant)
  }

  private wait(tenant: Tenant, amount: number, signal: AbortSignal): Promise<void> {
    const { maxWaiting } = this.options
    if (this.waiting.filter((one) => one.tenant === tenant).length >= maxWaiting) throw busy()
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting = this.waiting.filter((one) => one !== entry)
        signal.removeEventListener('abort', giveUp)
      }
      const giveUp = () => {
        leave()
        reject(signal.reason)
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

function busy(): ToolError {
  return new ToolError(
    'The server already reads as many large documents as it can.',
    'Call again in a moment, or read a part: `path`, `fields`, `offset`, `export_items`.',
  )
}

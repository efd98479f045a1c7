/** Numbers by tenant. */
export interface Counts {
  /** The sum of all tenants. */
  readonly total: number
  of(tenant: string): number
  add(tenant: string, amount: number): void
}

/** Numbers of this process, without those that are zero. */
export class TenantCounts implements Counts {
  private readonly counts = new Map<string, number>()
  total = 0

  of(tenant: string): number {
    return this.counts.get(tenant) ?? 0
  }

  add(tenant: string, amount: number): void {
    const count = this.of(tenant) + amount
    this.total += amount
    if (count === 0) this.counts.delete(tenant)
    else this.counts.set(tenant, count)
  }
}

/** Numbers by tenant, without those that are zero. */
export class TenantCounts {
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

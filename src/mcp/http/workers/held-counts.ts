import { type Counts, TenantCounts } from '../tenant-counts.ts'

/** What one worker holds of a tenant, or of all (the name ''). */
export interface HeldUnits {
  tenant: string
  units: number
}

/** How many bytes a unit has: so much may be in use unseen by other workers, for each of them. */
const UNIT_BYTES = 1024 * 1024

/**
 * Bytes that each worker counts for itself, and tells the others about by the unit. So a small body
 * costs no message, and the sums may be a unit too low for each worker.
 */
export class HeldCounts implements Counts {
  private readonly own = new TenantCounts()
  private readonly told = new Map<string, number>()
  private readonly others = new Map<number, Map<string, number>>()

  /** @param tell tells the others what this worker holds */
  constructor(private readonly tell: (held: HeldUnits) => void) {}

  get total(): number {
    return this.own.total + this.ofOthers('')
  }

  of(tenant: string): number {
    return this.own.of(tenant) + this.ofOthers(tenant)
  }

  add(tenant: string, bytes: number): void {
    this.own.add(tenant, bytes)
    this.tellChange(tenant, this.own.of(tenant))
    this.tellChange('', this.own.total)
  }

  /** Notes what another worker holds. */
  note(worker: number, { tenant, units }: HeldUnits): void {
    const held = this.others.get(worker) ?? new Map<string, number>()
    this.others.set(worker, held)
    if (units > 0) held.set(tenant, units)
    else held.delete(tenant)
  }

  private ofOthers(tenant: string): number {
    let units = 0
    for (const held of this.others.values()) units += held.get(tenant) ?? 0
    return units * UNIT_BYTES
  }

  private tellChange(tenant: string, bytes: number): void {
    const units = Math.floor(bytes / UNIT_BYTES)
    if (units === (this.told.get(tenant) ?? 0)) return
    if (units > 0) this.told.set(tenant, units)
    else this.told.delete(tenant)
    this.tell({ tenant, units })
  }
}

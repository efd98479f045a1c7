import { type Counts, TenantCounts } from '../tenant-counts.ts'

/** The body bytes of a tenant in one worker, or of all (the name ''). */
export interface TenantUnits {
  tenant: string
  units: number
}

/** How many bytes a unit has: so much may be in use unseen by other workers, for each of them. */
const UNIT_BYTES = 1024 * 1024

/**
 * The bytes of request bodies in memory. Each worker counts its own, and announces them by the unit. So a
 * small body costs no message, and the sums may be a unit too low for each worker.
 */
export class BodyByteCounts implements Counts {
  private readonly own = new TenantCounts()
  /** The units that the others know. */
  private readonly announced = new Map<string, number>()
  private readonly others = new Map<number, Map<string, number>>()

  /** @param announce tells the other workers */
  constructor(private readonly announce: (own: TenantUnits) => void) {}

  get total(): number {
    return this.own.total + this.ofOthers('')
  }

  of(tenant: string): number {
    return this.own.of(tenant) + this.ofOthers(tenant)
  }

  add(tenant: string, bytes: number): void {
    this.own.add(tenant, bytes)
    this.announceChange(tenant, this.own.of(tenant))
    this.announceChange('', this.own.total)
  }

  /** Notes what another worker has announced. */
  note(worker: number, { tenant, units }: TenantUnits): void {
    const byTenant = this.others.get(worker) ?? new Map<string, number>()
    this.others.set(worker, byTenant)
    if (units > 0) byTenant.set(tenant, units)
    else byTenant.delete(tenant)
  }

  private ofOthers(tenant: string): number {
    let units = 0
    for (const byTenant of this.others.values()) units += byTenant.get(tenant) ?? 0
    return units * UNIT_BYTES
  }

  private announceChange(tenant: string, bytes: number): void {
    const units = Math.floor(bytes / UNIT_BYTES)
    if (units === (this.announced.get(tenant) ?? 0)) return
    if (units > 0) this.announced.set(tenant, units)
    else this.announced.delete(tenant)
    this.announce({ tenant, units })
  }
}

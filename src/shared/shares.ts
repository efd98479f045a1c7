/** Whose calls are counted together; undefined if the server has one tenant alone. */
export type Tenant = string | undefined

/** One amount of memory, or of places, that the tenants of a server share. */
export interface Shares {
  /**
   * Waits until an amount is free, then holds it.
   * @returns a function that gives the amount back, once
   * @throws {ToolError} if the tenant waits too often already; the reason of `signal`
   */
  acquire(tenant: Tenant, amount: number, signal: AbortSignal): Promise<() => void>
}

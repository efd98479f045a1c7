/** How many shares the places of --max-concurrency have: a tenant gets one of them while others need theirs. */
const SHARES = 4
/** How many calls may go on without their clients before more requests are refused. */
export const MAX_LEFT_CALLS = 1000

/** Returns the share of one tenant, which is also what is kept for tenants without theirs. */
export function shareOf(maxConcurrency: number): number {
  return Math.max(1, Math.floor(maxConcurrency / SHARES))
}

/** Returns how many calls may be in progress at once, so that none waits for a connection to Apify. */
export function maxCalls(maxConcurrency: number): number {
  return maxConcurrency + shareOf(maxConcurrency) + MAX_LEFT_CALLS
}

import { z } from 'zod'

/** Where servers attach. It is no part of Apify's API. */
export const LEASE_PATH = '/lease'

/** What a server asks for when it attaches. */
export const leaseTerms = z.object({
  /** Absolute paths. */
  actorDirs: z.array(z.string()),
  /** Whether the Actors of the program count as well. */
  bundledActors: z.boolean(),
})

export type LeaseTerms = z.output<typeof leaseTerms>

/** One line of a lease: the first is `{ "attached": true }`, each further one is for the operator. */
export const leaseLine = z.union([
  z.object({ attached: z.literal(true) }),
  z.object({ log: z.string() }),
])

export type LeaseLine = z.output<typeof leaseLine>

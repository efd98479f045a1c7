import type { createApify } from '../api.ts'

/** The endpoints of Apify's API, a method each, bound to one call of a tool. */
export type Apify = ReturnType<typeof createApify>

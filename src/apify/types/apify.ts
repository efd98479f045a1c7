import type { createApify } from '../api.ts'

/** The endpoints of Apify's API, one method for each, within the time of one tool call. */
export type Apify = ReturnType<typeof createApify>

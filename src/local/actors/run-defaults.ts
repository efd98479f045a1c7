/** Apify's default for a new Actor: an hour. */
export const DEFAULT_TIMEOUT_SECS = 3600

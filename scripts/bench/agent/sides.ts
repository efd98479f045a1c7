/** The two servers: the built one and Apify's own. */
export type Side = 'ours' | 'incumbent'

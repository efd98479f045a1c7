/** What messages to clients name as their logger. */
export const LOGGER = 'apify-agent-tools'

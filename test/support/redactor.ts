import { createRedactor } from '../../src/exit/redact.ts'

/** A token that the author of an Actor left in its data. */
export const PLANTED = 'apify_api_PlantedInWhatActorsWrite012345'
/** The token of a call. It has not the usual form, so no pattern matches it. */
export const OWN_TOKEN = 'own-token/of+the.operator~0'
/** A redactor of a call. */
export const REDACTOR = createRedactor(() => [OWN_TOKEN])

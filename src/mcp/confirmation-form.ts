/**
 * What a person fills in: nothing, since accepting says it all. A box to tick would make clients
 * ask twice.
 */
export const CONSENT_FORM = { type: 'object' as const, properties: {} }

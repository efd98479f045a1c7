/**
 * What a person fills in: nothing, since accepting says it all. A box to tick would make clients
 * ask twice.
 */
export const CONFIRMATION_FORM = { type: 'object' as const, properties: {} }

/**
 * The form for a confirmation. It has no fields: accepting it is the answer, and a checkbox would make
 * clients ask twice.
 */
export const CONFIRMATION_FORM = { type: 'object' as const, properties: {} }

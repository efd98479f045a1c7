import type { jsonSchemaValidator } from '@modelcontextprotocol/server'

/**
 * Returns a validator that calls `create` only when a schema comes. The SDKs would make one for each
 * server, at some cost, and need it for the answer to a form alone.
 */
export function lazyValidator(create: () => jsonSchemaValidator): jsonSchemaValidator {
  return { getValidator: (schema) => create().getValidator(schema) }
}

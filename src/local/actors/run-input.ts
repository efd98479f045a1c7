import { type GivenInput, type Input, isJsonBody, prepareJson } from './prepare-input.ts'

/** A longer body is always prepared in a worker, in bytes. */
const MAX_QUICK_BYTES = 16 * 1024

/** So is one for a longer schema, in characters, or one of more parts, which take long to compile. */
const MAX_QUICK_CHARS = 32 * 1024
const MAX_QUICK_PARTS = 200

/** So is one whose product with its schema is larger, as each value may be compared with a long `enum`. */
const MAX_QUICK_PRODUCT = 16 * 1024 * 1024

/**
 * With these keywords a schema can make more work than it has parts and the input has values. They are
 * looked for anywhere in its text.
 */
const COSTLY =
  /pattern|[rR]ef"|uniqueItems|propertyNames|unevaluated|anyOf|oneOf|allOf|"if"|depend|contains/

/**
 * Prepares the input of a run from the body of its start: checks it against the Actor's schema and
 * adds the defaults. A body that is not JSON is passed on as it is. What may take long is done in a
 * worker, so that nobody else waits for it.
 * @returns undefined if there is neither a body nor a schema
 * @throws {ApiError} 400, such as `invalid-input`
 */
export async function prepareInput(
  schema: Record<string, unknown> | undefined,
  bytes: Buffer,
  contentType: string,
): Promise<Input | undefined> {
  if (bytes.length === 0 && !schema) return undefined
  if (bytes.length > 0 && !isJsonBody(contentType)) return { bytes, contentType }
  const given = { schema: schema && JSON.stringify(schema), bytes }
  if (isQuick(given)) return prepareJson(given)
  // Loaded on first use: most schemas need none.
  const { prepareInWorker } = await import('./input-workers.ts')
  return prepareInWorker(given)
}

function isQuick({ schema = '', bytes }: GivenInput): boolean {
  const isSmall = bytes.length <= MAX_QUICK_BYTES && schema.length <= MAX_QUICK_CHARS
  if (bytes.length * schema.length > MAX_QUICK_PRODUCT) return false
  return isSmall && !COSTLY.test(schema) && schema.split('{').length <= MAX_QUICK_PARTS
}

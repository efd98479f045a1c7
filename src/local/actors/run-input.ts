import { type GivenInput, type Input, isJsonBody, prepareJson } from './prepare-input.ts'

/** A longer body is always prepared in a worker, in bytes; and so is one for a longer schema. */
const MAX_SMALL_BODY = 16 * 1024
const MAX_SMALL_SCHEMA = 64 * 1024

/** The most that the product of both may be: a value may be compared with each of a long `enum`. */
const MAX_SMALL_WORK = 16 * 1024 * 1024

/** What a schema needs to make more work than that. Keywords are looked for anywhere in its text. */
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
  const isSmall =
    bytes.length <= MAX_SMALL_BODY &&
    schema.length <= MAX_SMALL_SCHEMA &&
    bytes.length * schema.length <= MAX_SMALL_WORK
  return isSmall && !COSTLY.test(schema)
}

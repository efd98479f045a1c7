/** A longer schema, in characters, or one of more parts takes long to compile. */
const MAX_QUICK_CHARS = 32 * 1024
const MAX_QUICK_PARTS = 200
/** A value of an input may be compared with each of a long `enum`, in characters of schema and input. */
const MAX_QUICK_PRODUCT = 16 * 1024 * 1024

/**
 * With these keywords a schema can make more work than it has parts and an input has values. They are
 * looked for anywhere in its text.
 */
const COSTLY =
  /pattern|[rR]ef"|uniqueItems|propertyNames|unevaluated|anyOf|oneOf|allOf|"if"|depend|contains/

/** Returns how many characters an input may have to be checked quickly; 0 if the schema itself is costly. */
export function quickInputChars(schema: string): number {
  const isQuick =
    schema.length <= MAX_QUICK_CHARS &&
    schema.split('{').length <= MAX_QUICK_PARTS &&
    !COSTLY.test(schema)
  return isQuick ? MAX_QUICK_PRODUCT / schema.length : 0
}

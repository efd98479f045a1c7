import { asPruned, LongText } from '../budget/pruned.ts'
import { withoutUrlSecrets } from '../exit/url-secrets.ts'

/**
 * Fields of the API that hold credentials: variables of versions, keys that sign links, headers of
 * webhooks, and links that are signed already.
 */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'envVars',
  'urlSigningSecretKey',
  'headersTemplate',
  'itemsPublicUrl',
  'keysPublicUrl',
  'recordsPublicUrl',
  'recordPublicUrl',
])

/**
 * Returns an object of the API without its credentials. Not for what users stored: a row may have a field
 * of any name.
 */
export function withoutCredentials(value: unknown, parent = ''): unknown {
  if (typeof value === 'string') return withoutUrlSecrets(value)
  if (value instanceof LongText) return longWithoutCredentials(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value))
    return asPruned(
      value,
      value.map((one) => withoutCredentials(one)),
    )
  const kept = Object.entries(value).filter(
    ([name]) => !SECRET_FIELDS.has(name) && !(parent === 'proxy' && name === 'password'),
  )
  const shown = kept.map(([name, inner]) => [name, withoutCredentials(inner, name)])
  return asPruned(value, Object.fromEntries(shown))
}

/** The length changes with the beginning, so that as many characters are missing as before. */
function longWithoutCredentials({ start, length }: LongText): LongText {
  const shown = withoutUrlSecrets(start)
  return new LongText(shown, length + shown.length - start.length)
}

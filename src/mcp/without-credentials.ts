import { asPruned, LongText } from '../budget/pruned.ts'

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

/** A user and a password in a URL, as in that of a Git repository. */
const URL_LOGIN = /(\b[a-z][a-z\d+.-]*:\/\/)[^\s/@]+@/gi

/**
 * Returns an object of the API without its credentials. Not for what users stored: a row may have a field
 * of any name.
 */
export function withoutCredentials(value: unknown, parent = ''): unknown {
  if (typeof value === 'string') return value.replace(URL_LOGIN, '$1[redacted]@')
  if (typeof value !== 'object' || value === null || value instanceof LongText) return value
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

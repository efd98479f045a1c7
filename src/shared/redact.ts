/** API tokens by their form; no shorter than what is shown in their place, so that no text grows. */
const TOKENS = /(apify_api_)\w{10,}/g
/** A secret shorter than this would blot out words that only look like it. */
const MIN_SECRET_CHARS = 8

/**
 * A text without credentials: whatever has the form of an API token, and the given secret itself.
 * @param secret the token that calls are made with, which need not have that form
 */
export function redactSecrets(text: string, secret?: string): string {
  const rest = text.replace(TOKENS, '$1[redacted]')
  if (secret === undefined || secret.length < MIN_SECRET_CHARS) return rest
  return rest.replaceAll(secret, '[redacted]')
}

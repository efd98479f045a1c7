/** API tokens by their form; no shorter than what is shown in their place, so that no text grows. */
const TOKENS = /(apify_api_)\w{10,}/g
/** A secret shorter than this would blot out words that only look like it. */
const MIN_SECRET_CHARS = 8
/**
 * What looks like a credential in a line of a log: tokens of every kind, bearer credentials, and
 * the values of parameters in URLs. Too broad for data, which is JSON and full of such URLs. A name that
 * ends in `_URL` is that of a variable, such as `APIFY_API_BASE_URL`.
 */
const CREDENTIALS =
  /\bapify_(?!\w+_URL\b)[a-z]+_\w+|(?<=\bBearer\s+)[^\s"']+|(?<=[?&]\w*(?:token|key)=)[^\s&"']+/gi

const MARK = '[redacted]'

/**
 * Returns a text without secrets: whatever has the form of an API token, and the given secret itself.
 * @param secret the token that calls are made with, which need not have that form
 */
export function redactSecrets(text: string, secret?: string): string {
  const rest = text.replace(TOKENS, `$1${MARK}`)
  if (secret === undefined || secret.length < MIN_SECRET_CHARS) return rest
  return rest.replaceAll(secret, MARK)
}

/**
 * Returns a line for the operator without secrets and without whatever looks like a credential.
 * @param secret as for `redactSecrets`
 */
export function redactLogLine(line: string, secret?: string): string {
  return redactSecrets(line, secret).replace(CREDENTIALS, MARK)
}

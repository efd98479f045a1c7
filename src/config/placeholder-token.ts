/** What snippets and templates have in the place of a token. Real tokens are letters and digits after `apify_api_`. */
const PLACEHOLDERS = [
  // <APIFY_TOKEN>, [token], {token}, %APIFY_TOKEN%, $APIFY_TOKEN
  /^(?:<.*>|\[.*\]|\{.*\}|%.*%|\$\w+)$/s,
  // Nothing after the prefix, or xxxx, ****, ..., …
  /^apify_api_$/i,
  /^(?:apify_api_)?[x*._-]{3,}$|^(?:apify_api_)?x*…$/i,
  // your-token, YOUR_APIFY_TOKEN, apify_api_yourToken, paste_your_token_here
  /^(?:apify_api_)?(?:(?:paste|insert|enter|put|add|use)[-_]?)?your[-_]?(?:own[-_]?)?(?:apify[-_]?)?(?:api[-_]?)?(?:token|key)(?:[-_]?here)?$/i,
  // APIFY_TOKEN, my-apify-token, api_key, apify_api_token, token-here, changeme
  /^(?:my[-_]?)?(?:apify[-_]?api|apify|api)[-_]?(?:token|key)(?:[-_]?here)?$/i,
  /^(?:token|key)[-_]?here$|^(?:change|replace)[-_]?me$/i,
]

/** Returns whether a text stands in for a token that nobody has filled in. */
export function isPlaceholderToken(text: string): boolean {
  return text.length <= 100 && PLACEHOLDERS.some((pattern) => pattern.test(text))
}

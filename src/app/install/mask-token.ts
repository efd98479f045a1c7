/** A token shorter than this is not shown in part. */
const MIN_SHOWN_CHARS = 20

/** Returns a token as it may be shown: its last four characters tell a person which one it is. */
export function maskToken(token: string): string {
  return token.length < MIN_SHOWN_CHARS ? '****' : `****${token.slice(-4)}`
}

/** Returns a text in which tokens are masked, as they are and as JSON or TOML writes them. */
export function maskTokens(text: string, tokens: readonly (string | undefined)[]): string {
  let masked = text
  for (const token of tokens) {
    if (!token) continue
    for (const form of [token, JSON.stringify(token).slice(1, -1)])
      masked = masked.replaceAll(form, () => maskToken(token))
  }
  return masked
}

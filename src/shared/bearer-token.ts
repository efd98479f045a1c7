/** Returns whether a text is a valid bearer token (`b64token` of RFC 6750, section 2.1). */
export function isBearerToken(text: string): boolean {
  return /^[\w\-.~+/]+=*$/.test(text)
}

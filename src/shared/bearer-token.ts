/** Whether a text can stand behind `Bearer` (RFC 6750, section 2.1). */
export function isBearerToken(text: string): boolean {
  return /^[\w\-.~+/]+=*$/.test(text)
}

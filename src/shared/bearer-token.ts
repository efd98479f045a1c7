/** Whether a text can stand behind `Bearer` (RFC 6750, section 2.1). */
export function isToken(text: string): boolean {
  return /^[\w\-.~+/]+=*$/.test(text)
}

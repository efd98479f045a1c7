/**
 * Returns a path without the slash at its end; `/v2/acts` is the deprecated name of `/v2/actors`.
 */
export function canonicalPath(path: string): string {
  return path.replace(/^\/v2\/acts(?=\/|$)/, '/v2/actors').replace(/\/$/, '')
}

import { ToolError } from '../../shared/errors.ts'

/**
 * Returns where a redirect leads.
 * @throws {ToolError} if it is not an http(s) URL
 */
export function nextUrl(location: string, from: URL, kind: string): URL {
  const url = URL.canParse(location, from.href) ? new URL(location, from) : undefined
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new ToolError(
    `The API redirected the request for the ${kind} to something that is not an http(s) URL.`,
    'Check APIFY_API_BASE_URL and HTTPS_PROXY. If they are correct, report it.',
  )
}

import type { IncomingMessage } from 'node:http'
import type { HttpConfig } from '../../../config/http-flags.ts'
import { isLoopback } from '../../../config/http-names.ts'
import type { OauthAccess } from '../../../config/oauth-flags.ts'
import { MCP_PATH, ownUrl } from '../auth.ts'
import { hostName } from '../request-checks.ts'

type Names = Pick<HttpConfig, 'allowedHosts'>

/** Returns the audiences of which an access token must name one. None of them comes from the client. */
export function audiencesOf(
  request: IncomingMessage,
  { audience }: OauthAccess,
  { allowedHosts = [] }: Names,
): string[] {
  return audience === undefined ? allowedHosts.map((name) => addressOf(name, request)) : [audience]
}

/**
 * Returns the canonical address of the MCP endpoint, which clients ask for tokens for: the audience, if it is an
 * address of this server, or the one under the name that the client used.
 */
export function resourceOf(
  request: IncomingMessage,
  { audience }: OauthAccess,
  { allowedHosts }: Names,
): string {
  if (audience !== undefined && isAddress(audience)) return audience
  if (!allowedHosts) return `${ownUrl(request)}${MCP_PATH}`
  const name = allowedHosts.find((each) => each === hostName(request)) ?? allowedHosts[0] ?? ''
  return addressOf(name, request)
}

/** Returns the address under a name: by https, behind a proxy that ends TLS, but on this machine by http. */
function addressOf(name: string, { socket }: IncomingMessage): string {
  if (!isLoopback(name)) return `https://${name}${MCP_PATH}`
  return new URL(`http://${name}:${socket.localPort}${MCP_PATH}`).href
}

function isAddress(audience: string): boolean {
  if (!URL.canParse(audience)) return false
  const { protocol, origin } = new URL(audience)
  return /^https?:$/.test(protocol) && audience === `${origin}${MCP_PATH}`
}

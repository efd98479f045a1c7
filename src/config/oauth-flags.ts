import type { Flag } from './flag-parser.ts'
import { isLoopback } from './http-names.ts'
import { UsageError } from './usage-error.ts'

/** The flags of a server that checks access tokens of an authorization server (OAuth 2.1). */
export const OAUTH_FLAGS: readonly Flag[] = [
  {
    name: 'oauth-issuer',
    kind: 'text',
    value: 'URL',
    default: 'none',
    describe:
      'With `--shared-token`: clients present access tokens (JWT) of this authorization server instead of `MCP_ACCESS_KEY`. Scopes decide what each may call.',
  },
  {
    name: 'oauth-audience',
    kind: 'text',
    value: 'ID',
    default: 'the address of `/mcp`',
    defaultIn: () => null,
    describe: 'The audience (`aud`) that access tokens must name.',
  },
]

/** Clients present access tokens of an authorization server, whose scopes decide what they may call. */
export interface OauthAccess {
  kind: 'oauth'
  /** The `iss` of the tokens, as the metadata of the issuer spells it. */
  issuer: string
  /** The `aud` of the tokens; undefined for the address of `/mcp`. */
  audience: string | undefined
}

interface Conditions {
  /** Whether the server calls Apify with its own token. */
  isShared: boolean
  /** The names of the server; undefined if any is accepted. */
  allowedHosts: readonly string[] | undefined
}

/**
 * Reads the flags of OAuth.
 * @returns undefined if `--oauth-issuer` is not given
 * @throws {UsageError} that names the wrong or missing flag
 */
export function readOauthAccess(
  flags: Map<string, string>,
  { isShared, allowedHosts }: Conditions,
): OauthAccess | undefined {
  const issuer = readIssuer(flags)
  const audience = readAudience(flags)
  if (issuer === undefined) {
    if (audience === undefined) return undefined
    throw new UsageError(
      '--oauth-audience works with --oauth-issuer only.',
      'Add --oauth-issuer, or remove --oauth-audience.',
    )
  }
  if (!isShared) {
    throw new UsageError(
      '--oauth-issuer needs --shared-token: Apify does not accept tokens of another issuer.',
      flags.has('local') && flags.get('local') !== 'false'
        ? 'Remove --oauth-issuer, or --local.'
        : 'Set APIFY_TOKEN and add --shared-token, or remove --oauth-issuer.',
    )
  }
  // Otherwise a client could choose the audience, by the Host that it sends.
  if (audience === undefined && allowedHosts === undefined) {
    throw new UsageError(
      '--oauth-issuer needs the address of this server, which access tokens must name.',
      'Set it with --allowed-hosts=mcp.example.com or --oauth-audience=https://mcp.example.com/mcp.',
    )
  }
  return { kind: 'oauth', issuer, audience }
}

function readIssuer(flags: Map<string, string>): string | undefined {
  const text = flags.get('oauth-issuer')
  if (text === undefined) return undefined
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isSecure =
    url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))
  const isPlain = url && `${url.search}${url.hash}${url.username}${url.password}` === ''
  if (isSecure && isPlain && !/[?#]/.test(text)) return text
  // Not shown, since it may hold a password.
  throw new UsageError(
    '--oauth-issuer takes an https URL (http on this machine) without a user, a query or a fragment.',
    'Write the `issuer` of the metadata of the authorization server.',
  )
}

function readAudience(flags: Map<string, string>): string | undefined {
  const audience = flags.get('oauth-audience')
  if (audience === undefined || /^[\x21-\x7e]{1,500}$/.test(audience)) return audience
  throw new UsageError(
    `--oauth-audience takes an audience of 1 to 500 characters without blanks, not ${JSON.stringify(audience)}.`,
    'Write it as access tokens do, such as https://mcp.example.com/mcp.',
  )
}

import type { IncomingMessage } from 'node:http'
import type { HttpConfig } from '../../../config/http-flags.ts'
import type { OauthAccess } from '../../../config/oauth-flags.ts'
import type { Narrowing } from '../../access/narrowing.ts'
import type { ToolListOptions } from '../../tool-list.ts'
import { type Authenticator, bearerCredential, missingCredential, type Tenant } from '../auth.ts'
import { HttpError } from '../http-error.ts'
import type { Post } from '../parse-post.ts'
import { audiencesOf, resourceOf } from './addresses.ts'
import { IssuerUnavailable, KeySet, type KeySetOptions } from './key-set.ts'
import { type Challenge, challengeOf, metadataOf } from './metadata.ts'
import { refusedScopes } from './refused-scopes.ts'
import { inOrder, neededScopes, type Scope, type Scopes, scopeNarrowing } from './scopes.ts'
import { TokenError, verifyToken } from './verify-token.ts'

/** The maximum length of an access token, in characters: half of what Node takes as headers. */
const MAX_TOKEN_CHARS = 8192

const NO_SCOPES: Scopes = new Set()

export interface ResourceServerOptions extends Omit<KeySetOptions, 'issuer'> {
  access: OauthAccess
  http: Pick<HttpConfig, 'allowedHosts'>
  /** What the server offers to a client with all scopes. */
  offered: ToolListOptions
}

/** Decides by access tokens who may call what: a resource server of OAuth 2.1. */
export class ResourceServer implements Authenticator {
  private readonly keySet: KeySet
  /** With these a client may call all that is offered. */
  private readonly offeredScopes: readonly Scope[]

  /** Begins to read the keys of the issuer, and waits for nothing. */
  constructor(private readonly options: ResourceServerOptions) {
    const { access, offered } = options
    this.keySet = new KeySet({ ...options, issuer: access.issuer })
    this.keySet.prepare()
    this.offeredScopes = scopesOf(offered)
  }

  async authenticate(request: IncomingMessage): Promise<Tenant> {
    const { issuer } = this.options.access
    const accessToken = bearerCredential(request) ?? ''
    if (request.headers.authorization === undefined)
      throw this.unauthorized(request, missingCredential(this.options.access))
    try {
      const { subject, scopes } = await this.verify(request, accessToken)
      return { digest: subject, subject: { name: subject, accessToken }, scopes }
    } catch (error) {
      if (error instanceof IssuerUnavailable) throw unavailable(issuer, error)
      if (!(error instanceof TokenError)) throw error
      const message = `${error.message} Send an access token of ${issuer}.`
      throw this.unauthorized(request, message, 'invalid_token')
    }
  }

  metadata(request: IncomingMessage): object {
    const { issuer } = this.options.access
    const resource = this.resourceOf(request)
    return metadataOf({ issuer, resource, scopes: this.offeredScopes })
  }

  /** Returns how much of what is offered the scopes of a client allow. */
  narrowingOf({ scopes = NO_SCOPES }: Tenant): Narrowing {
    return scopeNarrowing(scopes, this.options.offered.tools)
  }

  /** @throws {HttpError} 403 if the token of the client does not allow a request of the POST */
  async checkScopes(
    { requests }: Post,
    { scopes = NO_SCOPES }: Tenant,
    request: IncomingMessage,
  ): Promise<void> {
    const { offered } = this.options
    const refused = await Promise.all(requests.map((each) => refusedScopes(each, scopes, offered)))
    const needed = inOrder(refused.flat())
    if (needed.length === 0 && (scopes.size > 0 || requests.length === 0)) return
    throw insufficientScope({
      needed: needed.length > 0 ? needed : this.offeredScopes,
      granted: scopes,
      resource: this.resourceOf(request),
      id: requests.length === 1 ? requests[0]?.id : undefined,
    })
  }

  private verify(request: IncomingMessage, accessToken: string) {
    if (accessToken.length > MAX_TOKEN_CHARS) throw new TokenError('The access token is too long.')
    const { access, http } = this.options
    const { issuer } = access
    const audiences = audiencesOf(request, access, http)
    return verifyToken(accessToken, { issuer, audiences, findKey: this.keySet.find })
  }

  private resourceOf(request: IncomingMessage): string {
    const { access, http } = this.options
    return resourceOf(request, access, http)
  }

  private unauthorized(
    request: IncomingMessage,
    message: string,
    error?: Challenge['error'],
  ): HttpError {
    const resource = this.resourceOf(request)
    const challenge = challengeOf({ error, scopes: this.offeredScopes, resource })
    return new HttpError(401, message, { headers: { 'www-authenticate': challenge } })
  }
}

function scopesOf({ tools, lateTools }: ToolListOptions): Scope[] {
  const needed = tools.flatMap(neededScopes)
  return inOrder(lateTools ? [...needed, 'apify:run'] : needed)
}

interface Insufficient {
  needed: readonly Scope[]
  granted: Scopes
  resource: string
  id: string | number | undefined
}

function insufficientScope({ needed, granted, resource, id }: Insufficient): HttpError {
  // With those that it has, since the next token takes the place of this one.
  const scopes = inOrder([...granted, ...needed])
  const lacking = needed.filter((scope) => !granted.has(scope)).join(' ')
  const challenge = challengeOf({ error: 'insufficient_scope', scopes, resource })
  return new HttpError(
    403,
    `The access token lacks the scope ${lacking}. Authorize again with the scopes: ${scopes.join(' ')}.`,
    { id, headers: { 'www-authenticate': challenge } },
  )
}

function unavailable(issuer: string, { retryAfterSecs }: IssuerUnavailable): HttpError {
  return new HttpError(
    503,
    `The server cannot reach ${issuer} to check the access token. Send the request again after ${retryAfterSecs} s.`,
    { headers: { 'retry-after': String(retryAfterSecs) } },
  )
}

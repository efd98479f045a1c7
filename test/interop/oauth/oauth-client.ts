import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js'
import { UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type {
  OAuthClientInformationMixed,
  OAuthTokens,
} from '@modelcontextprotocol/sdk/shared/auth.js'
import { onTestFinished } from 'vitest'
import { authorize } from './browser.ts'
import { REDIRECT_URL } from './start-authorization-server.ts'

interface ClientOptions {
  /** The person who logs in. */
  login?: string
  /** The id of a client that is registered. Default: the client registers itself. */
  clientId?: string
  /** The address of its metadata, which is its id. */
  clientUrl?: string
  /** Whether it asks for tokens to refresh its tokens with. Default: it does. */
  refreshes?: boolean
  /** What it asks for in place of what the server names. */
  scope?: string
  /** The resource that it asks for tokens for, in place of the server. */
  resource?: string
}

/** A person's client: what it keeps, and how the person authorizes it. */
export class OauthClient implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URL
  readonly clientMetadataUrl?: string
  /** The addresses to which the person was sent. */
  readonly visited: URL[] = []
  private information: OAuthClientInformationMixed | undefined
  private kept: OAuthTokens | undefined
  private verifier = ''

  constructor(private readonly options: ClientOptions = {}) {
    if (options.clientUrl) this.clientMetadataUrl = options.clientUrl
    if (options.clientId) this.information = { client_id: options.clientId }
  }

  get clientMetadata() {
    const refresh = this.options.refreshes === false ? [] : ['refresh_token']
    return {
      client_name: 'A client of the tests',
      redirect_uris: [REDIRECT_URL],
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', ...refresh],
      response_types: ['code'],
    }
  }

  clientInformation = () => this.information
  saveClientInformation(information: OAuthClientInformationMixed): void {
    this.information = information
  }
  tokens = () => this.kept
  saveTokens(tokens: OAuthTokens): void {
    this.kept = tokens
  }
  codeVerifier = () => this.verifier
  saveCodeVerifier(verifier: string): void {
    this.verifier = verifier
  }
  redirectToAuthorization(url: URL): void {
    if (this.options.scope) url.searchParams.set('scope', this.options.scope)
    this.visited.push(url)
  }
  async validateResourceURL(server: string | URL, resource?: string): Promise<URL> {
    return new URL(this.options.resource ?? resource ?? server)
  }

  /** Lets the person authorize the client, at the address to which it was sent last. */
  async code(): Promise<string> {
    const url = this.visited.at(-1)
    if (!url) throw new Error('The client was sent nowhere')
    const end = await authorize(url, this.options.login ?? 'ann', REDIRECT_URL)
    const code = end.searchParams.get('code')
    if (code === null) throw new Error(`The authorization server refuses: ${end.search}`)
    return code
  }
}

/** Does something with a server; if the client must be authorized for it, that is done, and it is tried once more. */
export async function authorized<T>(
  transport: () => StreamableHTTPClientTransport,
  client: OauthClient,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) throw error
    await transport().finishAuth(await client.code())
    return work()
  }
}

/** Connects a client of the MCP SDK, which is authorized where that is needed. It closes after the test. */
export async function connectOauth(url: string, provider: OauthClient) {
  let transport: StreamableHTTPClientTransport | undefined
  const current = () => {
    if (!transport) throw new Error('The client has not begun')
    return transport
  }
  const client = new Client({ name: 'test', version: '1.0.0' })
  await authorized(current, provider, () => {
    transport = new StreamableHTTPClientTransport(new URL(url), { authProvider: provider })
    return client.connect(transport)
  })
  onTestFinished(() => client.close())
  return { client, transport: current }
}

import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js'
import type { HttpConfig } from '../../config/http-flags.ts'
import { isLoopback } from '../../config/http-names.ts'
import type { Redactor } from '../../exit/redact.ts'
import { MODERN_VERSIONS } from '../jsonrpc.ts'
import { IDENTITY, REGISTRY_NAME, REPOSITORY_URL } from '../server-identity.ts'
import { MCP_PATH, missingCredential, ownUrl } from './auth.ts'
import type { ClientResponse } from './client-response.ts'
import { sendJson } from './http-error.ts'

/** Where the extension that defines server cards says that one is. */
export const CARD_PATH = `${MCP_PATH}/server-card`
/** Where clients look for what a host offers, by the same extension. */
export const CATALOG_PATH = '/.well-known/ai-catalog.json'

const CARD_TYPE = 'application/mcp-server-card+json'
const CATALOG_TYPE = 'application/ai-catalog+json'
/** The only version of the schema that the extension has so far. */
const SCHEMA = 'https://static.modelcontextprotocol.io/schemas/v1/server-card.schema.json'
/** The name by which catalogs know the server: the domain of its registry name, in the order of DNS. */
const CATALOG_NAME = 'urn:air:apify-agent-tools.github.io:mcp:apify-agent-tools'
/** How long a client may keep the documents, in seconds, as the extension recommends. */
const MAX_AGE_SECS = 3600

/** A document that anyone may read before a client connects. */
export interface PublicDocument {
  type: string
  body: object
}

/**
 * Returns the server card: what the server is, and where and how to connect to it. The extension is
 * experimental (SEP-2127, `modelcontextprotocol/experimental-ext-server-card`), so its form may change.
 */
export function serverCard(request: IncomingMessage, { access }: HttpConfig): PublicDocument {
  // A client gets an access token by itself, as the answer 401 says.
  const needsCredential = access.kind === 'token' || access.kind === 'key'
  const authorization = needsCredential && {
    name: 'Authorization',
    description: missingCredential(access),
    isRequired: access.kind === 'key' || !access.isOptional,
    isSecret: true,
  }
  const body = {
    $schema: SCHEMA,
    ...IDENTITY,
    name: REGISTRY_NAME,
    description:
      'Run Apify Actors, follow runs and logs, read and write datasets, in results that fit the context.',
    repository: { url: REPOSITORY_URL, source: 'github' },
    remotes: [
      {
        type: 'streamable-http',
        url: `${ownUrl(request)}${MCP_PATH}`,
        ...(authorization && { headers: [authorization] }),
        supportedProtocolVersions: [...MODERN_VERSIONS, ...SUPPORTED_PROTOCOL_VERSIONS],
      },
    ],
    _meta: { 'io.github.apify-agent-tools/experimental': true },
  }
  return { type: CARD_TYPE, body }
}

/** Returns the catalog of the host, with the one server that it is known to have. */
export function aiCatalog(request: IncomingMessage): PublicDocument {
  const entry = {
    identifier: CATALOG_NAME,
    type: CARD_TYPE,
    url: `${ownUrl(request)}${CARD_PATH}`,
    metadata: { 'io.github.apify-agent-tools/experimental': true },
  }
  return { type: CATALOG_TYPE, body: { specVersion: '1.0', entries: [entry] } }
}

/**
 * Lets every web page read a document, as the extension demands. A server that only this machine reaches is
 * nobody else's business.
 * @returns whether any page may
 */
export function letPagesRead(request: IncomingMessage, response: ClientResponse): boolean {
  if (isLoopback(new URL(ownUrl(request)).hostname)) return false
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-expose-headers', 'etag')
  return true
}

/** Sends a document, or says that the client has it already. */
export function sendDocument(
  request: IncomingMessage,
  response: ClientResponse,
  { type, body }: PublicDocument,
  redactor: Redactor,
): void {
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64url')
  const etag = `"${digest.slice(0, 22)}"`
  const headers = { 'cache-control': `public, max-age=${MAX_AGE_SECS}`, etag }
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim())
  if (known?.some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag))
    return void response.writeHead(304, headers).end()
  sendJson(response, 200, body, redactor, { ...headers, 'content-type': type })
}

import { MCP_PATH, METADATA_PATH } from '../auth.ts'
import type { Scope } from './scopes.ts'

interface ResourceMetadata {
  /** The address of the MCP endpoint. */
  resource: string
  issuer: string
  scopes: readonly Scope[]
}

/** Returns the metadata of a protected resource (RFC 9728, section 2). */
export function metadataOf({ resource, issuer, scopes }: ResourceMetadata) {
  return {
    resource,
    resource_name: 'apify-agent-tools',
    authorization_servers: [issuer],
    scopes_supported: scopes,
    bearer_methods_supported: ['header'],
  }
}

export interface Challenge {
  /** Undefined if the request had no credential. */
  error: 'invalid_token' | 'insufficient_scope' | undefined
  /** What to ask the authorization server for. */
  scopes: readonly Scope[]
  resource: string
}

/** Returns the value of `WWW-Authenticate` (RFC 6750, section 3, and RFC 9728, section 5.1). */
export function challengeOf({ error, scopes, resource }: Challenge): string {
  const parts = [
    'realm="apify-agent-tools"',
    ...(error ? [`error="${error}"`] : []),
    `scope="${scopes.join(' ')}"`,
    `resource_metadata="${new URL(resource).origin}${METADATA_PATH}${MCP_PATH}"`,
  ]
  return `Bearer ${parts.join(', ')}`
}

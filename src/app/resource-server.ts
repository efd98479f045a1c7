import type { Config } from '../config/config.ts'
import type { HttpConfig } from '../config/http-flags.ts'
import type { OauthAccess } from '../config/oauth-flags.ts'
import { proxyFor } from '../config/proxies.ts'
import { ResourceServer } from '../mcp/http/oauth/resource-server.ts'
import type { ToolListOptions } from '../mcp/tool-list.ts'
import { issuerDocuments } from './issuer-documents.ts'

interface Options {
  http: HttpConfig
  access: OauthAccess
  offered: ToolListOptions
  log(line: string): void
}

/** Opens what checks access tokens, and the connections over which it reads the keys of the issuer. */
export function openResourceServer(
  { proxies }: Config,
  options: Options,
): { guard: ResourceServer; close(): Promise<void> } {
  const { read, close } = issuerDocuments((url) => proxyFor(url, proxies))
  return { guard: new ResourceServer({ ...options, read }), close }
}

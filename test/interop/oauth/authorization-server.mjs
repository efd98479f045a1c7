// An authorization server, of the package oidc-provider, which needs Node 22. Its one argument says, as JSON, which
// port it has, its keys, and what addresses of the web answer it.
import { once } from 'node:events'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

const { port, jwks, web, clients } = JSON.parse(process.argv[2] ?? '{}')
const SCOPES = 'apify:read apify:run apify:write'

const server = createServer()
server.listen(port, '127.0.0.1')
await once(server, 'listening')
const issuer = `http://127.0.0.1:${server.address().port}`

const provider = new Provider(issuer, {
  jwks,
  clients,
  scopes: ['openid', 'offline_access', ...SCOPES.split(' ')],
  cookies: { keys: ['a key of the test'] },
  pkce: { required: () => true },
  clientBasedCORS: () => true,
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  // A client that is named by a URL has its metadata there.
  fetch: async (url) => {
    const document = web[String(url)]
    return document ? Response.json(document) : new Response('', { status: 404 })
  },
  features: {
    registration: { enabled: true },
    clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
    resourceIndicators: {
      enabled: true,
      useGrantedResource: () => true,
      getResourceServerInfo: (_, resource) => ({
        scope: SCOPES,
        audience: resource,
        accessTokenFormat: 'jwt',
        accessTokenTTL: 600,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
})
server.on('request', provider.callback())
process.stdout.write(`${issuer}\n`)

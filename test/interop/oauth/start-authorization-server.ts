import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { onTestFinished } from 'vitest'
import { NEW_NODE } from '../client.ts'

const PROGRAM = fileURLToPath(new URL('authorization-server.mjs', import.meta.url))

/** Where a client of the test waits for its code. Nothing listens there: the browser of the test stops before. */
export const REDIRECT_URL = 'http://127.0.0.1:8976/callback'
/** The client whose metadata are at this address. */
export const CLIENT_URL = 'https://client.example.com/mcp-client.json'
/** The client that the operator has registered. */
export const REGISTERED = 'registered-client'

const METADATA = {
  redirect_uris: [REDIRECT_URL],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  application_type: 'native',
}

/** Returns a private key to sign with, as a JWK. */
async function createKey(kid: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  return { ...(await exportJWK(privateKey)), kid, use: 'sig', alg: 'RS256' }
}

/** Starts an authorization server. It stops after the test. */
export async function startAuthorizationServer() {
  let server = await start(0, await createKey('first'))
  onTestFinished(() => server.stop())
  const { issuer } = server
  return {
    issuer,
    /** The private key that it signs with. */
    key: () => server.key,
    /** Starts it anew at the same address, with another key. It forgets what it has granted. */
    async rotate() {
      await server.stop()
      server = await start(Number(new URL(issuer).port), await createKey('second'))
    },
  }
}

async function start(port: number, key: JWK) {
  const config = {
    port,
    jwks: { keys: [key] },
    clients: [{ ...METADATA, client_id: REGISTERED }],
    web: { [CLIENT_URL]: { ...METADATA, client_id: CLIENT_URL, client_name: 'By its address' } },
  }
  const child = spawn(NEW_NODE.path, [PROGRAM, JSON.stringify(config)], { stdio: 'pipe' })
  const exited = once(child, 'close')
  let stderr = ''
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const lines = createInterface({ input: child.stdout })
  const [issuer] = await Promise.race([
    once(lines, 'line'),
    exited.then(() => {
      throw new Error(`The authorization server has exited: ${stderr}`)
    }),
  ])
  const stop = async () => {
    child.kill('SIGKILL')
    await exited
  }
  return { issuer: String(issuer), key, stop }
}

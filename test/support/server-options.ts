import { fileURLToPath } from 'node:url'
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js'
import type { FakeApify } from './fake-apify/apify.ts'
import { makeFolder, type OnEnd } from './folder.ts'

/** The program that `npm run build` creates. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface ServerOptions {
  args?: string[]
  env?: Record<string, string>
  /** Used instead of the fake's own token. */
  token?: string
  /** The API that the server calls. Without it the server uses the local platform. */
  fake?: Pick<FakeApify, 'url' | 'token'>
  /** The capabilities that the client declares. */
  capabilities?: ClientCapabilities
  /** When the server stops; without it, after the test. */
  onEnd?: OnEnd
}

/** Returns a clean environment: PATH of this process, and a new home folder. */
export async function environmentOf({
  env,
  token,
  fake,
  onEnd,
}: ServerOptions): Promise<Record<string, string>> {
  const home = await makeFolder('mcp-home-', onEnd)
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    ...(fake && { APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: token ?? fake.token }),
    ...env,
  }
}

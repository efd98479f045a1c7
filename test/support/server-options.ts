import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClientCapabilities } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import type { FakeApify } from './fake-apify/apify.ts'

/** The program as `npm run build` makes it. */
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

export interface ServerOptions {
  args?: string[]
  env?: Record<string, string>
  /** In place of the fake's own token. */
  token?: string
  /** The API to call; without it the embedded platform serves. */
  fake?: Pick<FakeApify, 'url' | 'token'>
  /** What the client can do beyond asking. */
  capabilities?: ClientCapabilities
}

/** A whole environment: nothing of this process but PATH, and a home of its own. */
export async function environmentOf({
  env,
  token,
  fake,
}: ServerOptions): Promise<Record<string, string>> {
  const home = await mkdtemp(join(tmpdir(), 'mcp-home-'))
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }))
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    ...(fake && { APIFY_API_BASE_URL: fake.url, APIFY_TOKEN: token ?? fake.token }),
    ...env,
  }
}

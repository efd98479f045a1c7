import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { ClientCapabilities, Tool } from '@modelcontextprotocol/sdk/types.js'
import { expect, onTestFinished } from 'vitest'
import type { z } from 'zod'
import { startDemoSite } from '../../scripts/demo-site.ts'
import { startLocalPlatform } from '../../src/local/index.ts'
import { makeFolder } from '../support/folder.ts'
import { watchAnswers } from '../support/local-platform/watch-answers.ts'
import { ROOT } from '../support/root.ts'
import { moduleFile, NEW_NODE } from './client.ts'
import { toolResult } from './results.ts'

export const APIFY_SERVER = '@apify/actors-mcp-server'

export type Call = (
  name: string,
  args?: Record<string, unknown>,
) => Promise<z.output<typeof toolResult>>

export interface ApifyServer {
  client: Client
  call: Call
  tools: Tool[]
  names: string[]
  /** Where the demo site is. */
  site: string
  /** The API that the server calls. */
  apiUrl: string
}

export interface ApifyServerOptions {
  /** Where the server finds the token. By default it is the variable `APIFY_TOKEN`. */
  tokenIn?: 'variable' | 'file of the command line' | 'nowhere'
  capabilities?: ClientCapabilities
}

/**
 * Starts Apify's own MCP server on the local platform. The client checks each structured result with
 * the output schema of its tool, and the platform's answers are compared with the API's description.
 */
export async function startApifyServer(
  args: string[],
  { tokenIn = 'variable', capabilities = {} }: ApifyServerOptions = {},
): Promise<ApifyServer> {
  const site = await startDemoSite()
  onTestFinished(() => site.close())
  const home = await makeFolder()
  const actorDirs = [join(ROOT, 'dist/actors')]
  const { baseUrl, token, close } = await startLocalPlatform({ dir: join(home, 'data'), actorDirs })
  const { found } = watchAnswers(baseUrl)
  onTestFinished(async () => {
    await close()
    expect([...found]).toEqual([])
  })
  if (tokenIn === 'file of the command line') {
    await mkdir(join(home, '.apify'))
    await writeFile(join(home, '.apify/auth.json'), JSON.stringify({ token }))
  }
  const client = new Client({ name: 'interop', version: '1.0.0' }, { capabilities })
  const server = new StdioClientTransport({
    command: NEW_NODE.path,
    args: [moduleFile(`${APIFY_SERVER}/dist/stdio.js`), ...args],
    env: {
      ...(tokenIn === 'variable' && { APIFY_TOKEN: token }),
      APIFY_API_BASE_URL: baseUrl,
      TELEMETRY_ENABLED: 'false',
      HOME: home,
    },
  })
  await client.connect(server)
  onTestFinished(() => client.close())
  const { tools } = await client.listTools()
  const call: Call = async (name, args = {}) =>
    toolResult.parse(await client.callTool({ name, arguments: args }))
  const names = tools.map(({ name }) => name)
  return { client, call, tools, names, site: site.url, apiUrl: baseUrl }
}

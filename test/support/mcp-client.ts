import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { onTestFinished } from 'vitest'
import { environmentOf, MAIN, type ServerOptions } from './server-options.ts'

export type TestServer = Awaited<ReturnType<typeof connectStdio>>

/** Starts the built server as a child process with a real MCP client. It stops after the test. */
export async function startServer(options: ServerOptions): Promise<TestServer> {
  return connectStdio({
    command: process.execPath,
    args: [MAIN, ...(options.args ?? [])],
    env: await environmentOf(options),
    capabilities: options.capabilities,
  })
}

/** Starts an MCP server over stdio and connects a real MCP client. It stops after the test. */
export async function connectStdio(command: {
  command: string
  args: string[]
  env: Record<string, string>
  capabilities?: ServerOptions['capabilities']
}) {
  const { capabilities = {}, ...program } = command
  const transport = new StdioClientTransport({ ...program, stderr: 'pipe' })
  let stderr = ''
  transport.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const client = new Client({ name: 'test', version: '1.0.0' }, { capabilities })
  await client.connect(transport).catch((error) => {
    throw new Error(`The server did not start: ${stderr}`, { cause: error })
  })
  onTestFinished(() => client.close())
  const deliver = transport.onmessage
  const progress: unknown[] = []
  transport.onmessage = (message) => {
    if ('method' in message && message.method === 'notifications/progress')
      progress.push(message.params?.message)
    deliver?.(message)
  }
  return {
    client,
    /** All progress that has come. The client itself drops what arrives together with the answer. */
    progress,
    stderr: () => stderr,
    close: () => client.close(),
    async call(name: string, args: Record<string, unknown> = {}, request?: RequestOptions) {
      const params = { name, arguments: args }
      const raw = CallToolResultSchema.parse(
        await client.callTool(params, CallToolResultSchema, request),
      )
      const [first] = raw.content
      const text = first?.type === 'text' ? first.text : ''
      return { raw, text, structured: raw.structuredContent ?? {}, isError: raw.isError === true }
    },
  }
}

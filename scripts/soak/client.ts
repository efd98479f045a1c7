import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** How a call ended; `gone` if there was no answer at all. */
export interface Answer {
  outcome: 'ok' | 'error' | 'gone'
  text: string
}

/** Starts the built server as a child process and connects a real MCP client. */
export async function connect(url: string, token: string) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [MAIN],
    env: { PATH: process.env.PATH ?? '', APIFY_API_BASE_URL: url, APIFY_TOKEN: token },
  })
  const client = new Client({ name: 'soak', version: '1.0.0' })
  await client.connect(transport)
  return {
    pid: transport.pid ?? undefined,
    async call(name: string, args: Record<string, unknown>): Promise<Answer> {
      try {
        const raw = await client.callTool({ name, arguments: args })
        const { content, isError } = CallToolResultSchema.parse(raw)
        const [first] = content
        const text = first?.type === 'text' ? first.text : ''
        return { outcome: isError ? 'error' : 'ok', text }
      } catch (error) {
        return { outcome: 'gone', text: String(error) }
      }
    },
    close: () => client.close(),
  }
}

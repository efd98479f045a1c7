import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js'
import { startServer } from './mcp-client.ts'
import { seed } from './seeded-server.ts'

/** Starts a server of all tools that asks before each change; the person declines. `questions` are those asked. */
export async function serveDeclined(...args: string[]) {
  const fake = await seed()
  const server = await startServer({
    fake,
    args: ['--tools=all', '--confirm=paid,write', ...args],
    capabilities: { elicitation: {} },
  })
  const questions: string[] = []
  server.client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    questions.push(params.message)
    return { action: 'decline' }
  })
  return { ...server, fake, questions }
}

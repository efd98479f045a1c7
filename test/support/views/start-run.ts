import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'

const started = z.object({ structuredContent: z.object({ runId: z.string() }) })

/** Starts a run of an Actor of a seeded platform, and does not wait for it. */
export async function startRun(
  serverUrl: string,
  actorId: string,
  input: Record<string, unknown>,
): Promise<{ runId: string }> {
  const client = new Client({ name: 'start-run', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(serverUrl)))
  try {
    const params = { name: 'run_actor', arguments: { actorId, input } }
    return started.parse(await client.callTool(params)).structuredContent
  } finally {
    await client.close()
  }
}

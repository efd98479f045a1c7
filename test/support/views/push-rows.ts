import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { z } from 'zod'

const BATCH = 10_000

const created = z.object({ structuredContent: z.object({ datasetId: z.string() }) })

/** Stores rows in a new dataset through the tools of a server, and returns its id. */
export async function pushRows(serverUrl: string, name: string, items: object[]): Promise<string> {
  const client = new Client({ name: 'rows', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(serverUrl)))
  try {
    const call = (tool: string, args: object) =>
      client.callTool({ name: tool, arguments: { ...args } })
    const made = created.parse(await call('create_storage', { type: 'dataset', name }))
    const { datasetId } = made.structuredContent
    for (let from = 0; from < items.length; from += BATCH) {
      const batch = items.slice(from, from + BATCH)
      const { isError, content } = await call('push_dataset_items', { datasetId, items: batch })
      if (isError) throw new Error(JSON.stringify(content))
    }
    return datasetId
  } finally {
    await client.close()
  }
}

import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js'
import { recordOf } from '../../../src/views/shared/values.ts'
import type { ViewWorld } from './open-view.ts'

/** What `put_record` takes beside the key. */
export type RecordInput =
  | { json: unknown }
  | { text: string; contentType: string }
  | { base64: string; contentType: string }

/**
 * Calls a tool of the server behind a host.
 * @throws Error if it fails
 */
export async function callServer(
  { serverUrl }: Pick<ViewWorld, 'serverUrl'>,
  calls: readonly { name: string; arguments: Record<string, unknown> }[],
): Promise<Record<string, unknown>[]> {
  const client = new Client({ name: 'seed', version: '1.0.0' })
  await client.connect(new StreamableHTTPClientTransport(new URL(serverUrl)))
  const results: Record<string, unknown>[] = []
  for (const call of calls) {
    const result = CallToolResultSchema.parse(await client.callTool(call))
    if (result.isError) throw new Error(`${call.name} failed: ${JSON.stringify(result.content)}`)
    results.push(recordOf(result.structuredContent))
  }
  await client.close()
  return results
}

/** Puts records into the store of a seeded platform. */
export async function putRecords(
  world: Pick<ViewWorld, 'serverUrl' | 'seeded'>,
  records: Record<string, RecordInput>,
): Promise<void> {
  const { storeId } = world.seeded
  const calls = Object.entries(records).map(([recordKey, content]) => ({
    name: 'put_record',
    arguments: { storeId, recordKey, ...content },
  }))
  await callServer(world, calls)
}

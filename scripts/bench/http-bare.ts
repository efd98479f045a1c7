import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import {
  CallToolRequestSchema,
  type CallToolResult,
  ListToolsRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import { Pool } from 'undici'
import { z } from 'zod'

/**
 * Serves with the SDK at the lowest cost: a server and a transport for each POST, and one tool. Prints its port.
 * `--upstream=URL`: the tool answers with a record of this API; without it, it does nothing. `--stream`: answers
 * are event streams instead of JSON.
 */
const { stream, upstream } = parseArgs({
  options: { stream: { type: 'boolean' }, upstream: { type: 'string' } },
}).values
const tool = { name: 'get_record', inputSchema: { type: 'object' as const } }
const pool = upstream === undefined ? undefined : new Pool(upstream, { connections: 64 })
const record = z.looseObject({ storeId: z.string(), recordKey: z.string() })

async function answer(given: unknown): Promise<CallToolResult> {
  if (!pool) return { content: [] }
  const { storeId, recordKey } = record.parse(given)
  const path = `/v2/key-value-stores/${storeId}/records/${recordKey}`
  const { body } = await pool.request({
    path,
    method: 'GET',
    headers: { authorization: 'Bearer bench' },
  })
  const value = await body.json()
  return {
    content: [{ type: 'text', text: JSON.stringify({ value }) }],
    structuredContent: { value },
  }
}

const http = createServer(async (request, response) => {
  const server = new Server({ name: 'bare', version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool] }))
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => answer(params.arguments))
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: !stream })
  response.once('close', () => server.close())
  await server.connect(transport)
  await transport.handleRequest(request, response, await json(request))
})
http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  if (typeof address === 'object') console.log(address?.port)
})

import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js'

/**
 * Serves with the SDK at the lowest cost: a server and a transport for each POST, and one tool that
 * does nothing. Prints its port. `--stream` answers with event streams instead of JSON.
 */
const enableJsonResponse = !process.argv.includes('--stream')
const tool = { name: 'nothing', inputSchema: { type: 'object' as const } }

const http = createServer(async (request, response) => {
  const server = new Server({ name: 'bare', version: '1.0.0' }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [tool] }))
  server.setRequestHandler(CallToolRequestSchema, () => ({ content: [] }))
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse })
  response.once('close', () => server.close())
  await server.connect(transport)
  await transport.handleRequest(request, response, await json(request))
})
http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  if (typeof address === 'object') console.log(address?.port)
})

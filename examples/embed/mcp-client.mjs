/**
 * Connects a client of the MCP SDK to the server in one process, for frameworks that accept any MCP
 * client. It needs the package `@modelcontextprotocol/sdk`.
 *
 *   node mcp-client.mjs
 */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js'
import { createServer } from 'apify-agent-tools'

const server = await createServer({ token: process.env.APIFY_TOKEN, readOnly: true })
const [ours, theirs] = InMemoryTransport.createLinkedPair()
await server.connect(ours)

const client = new Client({ name: 'example', version: '1.0.0' })
await client.connect(theirs)
try {
  const { tools } = await client.listTools()
  console.log(`${tools.length} read-only tools`)
  const { structuredContent } = await client.callTool({ name: 'whoami' })
  console.log(JSON.stringify(structuredContent))
} finally {
  await client.close()
  await server.close()
}

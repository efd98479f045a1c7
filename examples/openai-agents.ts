import { Agent, MCPServerStdio, run } from '@openai/agents'

const apify = new MCPServerStdio({
  name: 'apify',
  command: 'node',
  args: ['/path/to/apify-agent-tools/dist/main.js'],
  // The default of 5 s for the start is short on a busy machine.
  clientSessionTimeoutSeconds: 30,
})
await apify.connect()
const agent = new Agent({ name: 'Researcher', model: 'gpt-5', mcpServers: [apify] })
const { finalOutput } = await run(agent, 'Crawl https://example.com and list its titles.')
console.log(finalOutput)
await apify.close()

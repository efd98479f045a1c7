import { Agent, MCPServerStreamableHttp, run } from '@openai/agents'

const apify = new MCPServerStreamableHttp({ name: 'apify', url: 'http://127.0.0.1:3000/mcp' })
await apify.connect()
const agent = new Agent({ name: 'Researcher', model: 'gpt-5', mcpServers: [apify] })
const { finalOutput } = await run(agent, 'Crawl https://example.com and list its titles.')
console.log(finalOutput)
await apify.close()

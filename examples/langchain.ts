import { MultiServerMCPClient } from '@langchain/mcp-adapters'
import { createAgent } from 'langchain'

const client = new MultiServerMCPClient({
  apify: {
    transport: 'stdio',
    command: 'node',
    // LangChain shows the model both the text and the structured content: send only the text.
    args: ['/path/to/apify-agent-tools/dist/main.js', '--no-structured'],
  },
})
const agent = createAgent({ model: 'openai:gpt-5', tools: await client.getTools() })
const { messages } = await agent.invoke({
  messages: [{ role: 'user', content: 'Crawl https://example.com and list its titles.' }],
})
console.log(messages.at(-1)?.text)
await client.close()

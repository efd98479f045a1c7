import { MultiServerMCPClient } from '@langchain/mcp-adapters'
import { createAgent } from 'langchain'

// LangChain shows the model both the text and the structured content, so start the server with
// `--no-structured`.
const client = new MultiServerMCPClient({
  apify: { transport: 'http', url: 'http://127.0.0.1:3000/mcp' },
})
const agent = createAgent({ model: 'openai:gpt-5', tools: await client.getTools() })
const { messages } = await agent.invoke({
  messages: [{ role: 'user', content: 'Crawl https://example.com and list its titles.' }],
})
console.log(messages.at(-1)?.text)
await client.close()

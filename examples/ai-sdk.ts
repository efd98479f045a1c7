import { createMCPClient } from '@ai-sdk/mcp'
import { Experimental_StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio'
import { openai } from '@ai-sdk/openai'
import { generateText, isStepCount } from 'ai'

const apify = await createMCPClient({
  transport: new Experimental_StdioMCPTransport({
    command: 'node',
    args: ['/path/to/apify-agent-tools/dist/main.js'],
  }),
})
const { text } = await generateText({
  model: openai('gpt-5'),
  tools: await apify.tools(),
  stopWhen: isStepCount(20),
  prompt: 'Crawl https://example.com and list its titles.',
})
console.log(text)
await apify.close()

import { createMCPClient } from '@ai-sdk/mcp'
import { openai } from '@ai-sdk/openai'
import { generateText, isStepCount } from 'ai'

const apify = await createMCPClient({
  transport: { type: 'http', url: 'http://127.0.0.1:3000/mcp' },
})
const { text } = await generateText({
  model: openai('gpt-5'),
  tools: await apify.tools(),
  stopWhen: isStepCount(20),
  prompt: 'Crawl https://example.com and list its titles.',
})
console.log(text)
await apify.close()

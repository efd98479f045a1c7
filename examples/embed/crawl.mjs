/**
 * Runs the tools in its own process, without an MCP client. This is what an agent framework needs to
 * offer the tools to a model and to make the calls that the model requests.
 *
 *   node crawl.mjs https://example.com
 */
import { createServer, tools } from 'apify-agent-tools'

const [url = 'https://example.com'] = process.argv.slice(2)
const token = process.env.APIFY_TOKEN

const server = await createServer({
  // With a token Actors run on Apify's cloud. Without one they run on this computer.
  token,
  tools: ['actors', 'run_actor_sync', 'list_dataset_items'],
  maxResultTokens: 2000,
  maxRunCostUsd: 0.5,
  log: (line) => console.error(line),
})

try {
  /** The tools in the shape that most model APIs accept. */
  const functions = server.tools.map(({ name, description, inputSchema }) => ({
    type: 'function',
    function: { name, description, parameters: inputSchema },
  }))
  console.log(`${functions.length} of ${tools.length} tools are available.`)

  // A model would choose this call after reading `server.instructions` and `functions`.
  const call = {
    name: 'run_actor_sync',
    arguments: {
      actorId: token ? 'apify/website-content-crawler' : 'local/website-crawler',
      input: { startUrls: [{ url }] },
      fields: ['url', 'title'],
    },
  }
  const result = await server.callTool(call.name, call.arguments, {
    signal: AbortSignal.timeout(60_000),
    onProgress: (message) => console.log(`… ${message}`),
  })

  // The text is for the model. The text of an error says what to do next.
  for (const block of result.content) if (block.type === 'text') console.log(block.text)
  process.exitCode = result.isError ? 1 : 0
} finally {
  await server.close()
}

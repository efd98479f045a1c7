import { exampleClient } from '../example.ts'

/**
 * Shows the model the text alone, of errors as of results. Over stdio it asks for the newer version
 * first, and falls back where the answer takes more than a second from the start of the server.
 */
export default exampleClient({
  name: '@ai-sdk/mcp',
  example: 'ai-sdk',
  protocols: ['2026-07-28', '2025-11-25'],
})

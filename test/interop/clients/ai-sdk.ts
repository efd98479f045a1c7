import { exampleClient } from '../example.ts'

/**
 * Shows the model only the text of results and errors. Over stdio it tries the newer version first,
 * and falls back if the server takes more than a second from its start to answer.
 */
export default exampleClient({
  name: '@ai-sdk/mcp',
  example: 'ai-sdk',
  protocols: ['2026-07-28', '2025-11-25'],
})

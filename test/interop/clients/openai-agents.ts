import { exampleClient } from '../example.ts'

/** Shows the model the text alone, of errors as of results. */
export default exampleClient({
  name: '@openai/agents',
  example: 'openai-agents',
  protocols: ['2026-07-28'],
})

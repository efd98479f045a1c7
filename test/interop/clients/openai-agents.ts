import { exampleClient } from '../example.ts'

/** Shows the model only the text of results and errors. */
export default exampleClient({
  name: '@openai/agents',
  example: 'openai-agents',
  protocols: ['2026-07-28'],
})

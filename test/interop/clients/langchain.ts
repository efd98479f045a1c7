import { exampleClient } from '../example.ts'

/** Shows the model both halves of a result, hence `--no-structured`; checks arguments itself first. */
export default exampleClient({
  name: '@langchain/mcp-adapters',
  example: 'langchain',
  protocols: ['2025-11-25'],
  flags: ['--no-structured'],
  failed: (text) => /^(?:ToolException|Error invoking tool)/.test(text),
})

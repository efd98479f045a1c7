import { exampleClient } from '../example.ts'

/**
 * Shows the model both the text and the structured content, so the server runs with
 * `--no-structured`. It checks arguments itself before a call.
 */
export default exampleClient({
  name: '@langchain/mcp-adapters',
  example: 'langchain',
  protocols: ['2025-11-25'],
  flags: ['--no-structured'],
  failed: (text) => /^(?:ToolException|Error invoking tool)/.test(text),
})

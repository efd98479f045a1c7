import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describeTool } from '../src/mcp/tools.ts'
import { tools } from '../tools/index.ts'

/** What an agent pays for the tools before it has called one, in o200k_base tokens. */
let total = 0
for (const tool of tools) {
  const { name, description, inputSchema } = describeTool(tool, { structured: true })
  const tokens = encode(JSON.stringify({ name, description, inputSchema })).length
  total += tokens
  console.log(`${name.padEnd(24)}${String(tokens).padStart(6)}`)
}
console.log(`${'all'.padEnd(24)}${String(total).padStart(6)}`)

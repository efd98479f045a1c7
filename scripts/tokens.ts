import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describeTool } from '../src/mcp/tool-definition.ts'
import type { Tool } from '../src/tool-call/tool.ts'
import { tools } from '../tools/index.ts'

/** Returns the size of what a model reads about a tool in `tools/list`, in o200k_base tokens. */
function tokensOf(tool: Tool): number {
  const { name, description, inputSchema } = describeTool(tool, { structured: false })
  return encode(JSON.stringify({ name, description, inputSchema })).length
}

const sizes = tools.map((tool) => ({ name: tool.name, tokens: tokensOf(tool) }))
const total = sizes.reduce((sum, { tokens }) => sum + tokens, 0)
for (const { name, tokens } of [...sizes, { name: 'total', tokens: total }]) {
  console.log(`${name.padEnd(20)} ${String(tokens).padStart(6)}`)
}

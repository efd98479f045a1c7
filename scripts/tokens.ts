import { encode } from 'gpt-tokenizer/encoding/o200k_base'
import { describeTool } from '../src/mcp/tool-definition.ts'
import type { Tool } from '../src/tool-call/tool.ts'
import { tools } from '../tools/index.ts'
import { MAIN_TOOLS, TOKEN_LIMITS } from './token-limits.ts'

/** Returns the size of what a model reads about a tool in `tools/list`, in o200k_base tokens. */
function tokensOf(tool: Tool): number {
  const { name, description, inputSchema } = describeTool(tool, { structured: false })
  return encode(JSON.stringify({ name, description, inputSchema })).length
}

const sizes = new Map(tools.map((tool) => [tool.name, tokensOf(tool)]))

/** Prints the size of some tools beside its limit. Over the limit, the program fails. */
function printTotal(label: string, limit: number, isCounted: (name: string) => boolean): void {
  const counted = [...sizes].filter(([name]) => isCounted(name))
  const total = counted.reduce((sum, [, tokens]) => sum + tokens, 0)
  const isOver = total > limit
  console.log(row(label, total), `of at most ${limit}${isOver ? ': OVER THE LIMIT' : ''}`)
  if (isOver) process.exitCode = 1
}

const row = (label: string, tokens: number) => label.padEnd(24) + String(tokens).padStart(6)

for (const [name, tokens] of sizes) console.log(row(name, tokens))
printTotal('main tools', TOKEN_LIMITS.main, (name) => MAIN_TOOLS.includes(name))
printTotal('without export_items', TOKEN_LIMITS.byDefault, (name) => name !== 'export_items')
printTotal('all', TOKEN_LIMITS.all, () => true)

import { describeTool } from '../src/mcp/tool-definition.ts'
import { expandToolsets } from '../src/shared/toolsets.ts'
import { tools } from '../tools/index.ts'
import { definitionTokens, MAIN_TOOLS, TOKEN_LIMITS, TOOLSET_LIMITS } from './token-limits.ts'

const listed = tools.map((tool) => describeTool(tool, { structured: false }))
/** Prints the size of some tools beside its limit. Over the limit, the program fails. */
function printTotal(label: string, limit: number, isCounted: (name: string) => boolean): void {
  const total = definitionTokens(listed.filter(({ name }) => isCounted(name)))
  const isOver = total > limit
  console.log(row(label, total), `of at most ${limit}${isOver ? ': OVER THE LIMIT' : ''}`)
  if (isOver) process.exitCode = 1
}

const row = (label: string, tokens: number) => label.padEnd(24) + String(tokens).padStart(6)

for (const tool of listed) console.log(row(tool.name, definitionTokens([tool])))
printTotal('main tools', TOKEN_LIMITS.main, (name) => MAIN_TOOLS.includes(name))
const toolsetOf = (name: string) => tools.find((tool) => tool.name === name)?.toolset ?? ''
const isDefault = (name: string) => expandToolsets(undefined).has(toolsetOf(name))
printTotal(
  'by default',
  TOKEN_LIMITS.byDefault,
  (name) => isDefault(name) && name !== 'export_items',
)
printTotal('with export_items', TOKEN_LIMITS.withDownloads, isDefault)
for (const [toolset, limit] of Object.entries(TOOLSET_LIMITS))
  printTotal(toolset, limit, (name) => toolsetOf(name) === toolset)
printTotal('all but export_items', TOKEN_LIMITS.all, (name) => name !== 'export_items')

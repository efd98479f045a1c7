import { selectTools } from '../src/mcp/select-tools.ts'
import { describeTool } from '../src/mcp/tool-definition.ts'
import { tools } from '../tools/index.ts'
import { definitionTokens, MAIN_TOOLS, TOKEN_LIMITS } from './token-limits.ts'

const listed = tools.map((tool) => describeTool(tool, { structured: false }))
const byDefault = new Set(
  selectTools(tools, { tools: undefined, readOnly: false, downloadDir: '.' }).map(
    ({ name }) => name,
  ),
)
const ofDocs = new Set(tools.filter(({ toolset }) => toolset === 'docs').map(({ name }) => name))

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
printTotal(
  'without export_items',
  TOKEN_LIMITS.byDefault,
  (name) => byDefault.has(name) && name !== 'export_items',
)
printTotal('with export_items', TOKEN_LIMITS.all, (name) => byDefault.has(name))
printTotal('docs', TOKEN_LIMITS.docs, (name) => ofDocs.has(name))

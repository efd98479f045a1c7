import { VERSION } from '../shared/version.ts'
import type { Tool } from '../tool-call/tool.ts'
import { instructions } from './instructions.ts'
import { offeredPrompts } from './prompts.ts'

type Named = readonly Pick<Tool, 'name'>[]

/**
 * Returns what the server says about itself at the start of a connection.
 * @param announces whether it announces changes of the list of tools
 */
export function introduction(tools: Named, templateTools: readonly string[], announces = false) {
  const templates = tools.some(({ name }) => templateTools.includes(name))
  const prompts = offeredPrompts(tools).length > 0
  return {
    serverInfo: { name: 'apify-agent-tools', title: 'Apify', version: VERSION },
    capabilities: {
      tools: announces ? { listChanged: true } : {},
      ...(templates && { resources: {} }),
      ...(prompts && { prompts: {} }),
      ...((templates || prompts) && { completions: {} }),
    },
    instructions: instructions(tools),
  }
}

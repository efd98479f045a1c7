import { VERSION } from '../shared/version.ts'
import type { Tool } from '../tool-call/tool.ts'
import { instructions } from './instructions.ts'
import { offersOf } from './offers.ts'

type Named = readonly Pick<Tool, 'name'>[]

/**
 * Returns what the server says about itself at the start of a connection.
 * @param announces whether it announces changes of the list of tools
 */
export function introduction(tools: Named, announces = false) {
  const offers = offersOf(tools)
  const templates = offers.templates.length > 0
  const prompts = offers.prompts.length > 0
  return {
    serverInfo: { name: 'apify-agent-tools', title: 'Apify', version: VERSION },
    capabilities: {
      tools: announces ? { listChanged: true } : {},
      logging: {},
      ...(templates && { resources: {} }),
      ...(prompts && { prompts: {} }),
      ...((templates || prompts) && { completions: {} }),
    },
    instructions: instructions(tools),
  }
}

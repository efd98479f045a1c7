import type { Tool } from '../tool-call/tool.ts'
import { instructions } from './instructions.ts'
import { offersOf } from './offers.ts'
import { IDENTITY } from './server-identity.ts'

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
    serverInfo: IDENTITY,
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

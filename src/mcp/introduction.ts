import type { Tool } from '../tool-call/tool.ts'
import { UI_EXTENSION } from './apps/client-views.ts'
import { instructions } from './instructions.ts'
import { offersOf } from './offers.ts'
import { IDENTITY } from './server-identity.ts'

interface Introducing {
  announces?: boolean
  views?: boolean
}

type Named = readonly Pick<Tool, 'name'>[]

/**
 * Returns what the server says about itself at the start of a connection.
 * @param announces whether it announces changes of the list of tools
 * @param views whether it has views, for whichever clients
 */
export function introduction(tools: Named, { announces = false, views = false }: Introducing = {}) {
  const offers = offersOf(tools)
  const templates = offers.templates.length > 0
  const prompts = offers.prompts.length > 0
  return {
    serverInfo: IDENTITY,
    capabilities: {
      tools: announces ? { listChanged: true } : {},
      logging: {},
      ...((templates || views) && { resources: {} }),
      ...(prompts && { prompts: {} }),
      ...((templates || prompts) && { completions: {} }),
      ...(views && { extensions: { [UI_EXTENSION]: {} } }),
    },
    instructions: instructions(tools),
  }
}

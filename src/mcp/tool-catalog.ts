import { readFile } from 'node:fs/promises'
import { VERSION } from '../shared/version.ts'
import type { Annotations, Tool } from '../tool-call/tool.ts'
import { instructions } from './instructions.ts'
import { offeredPrompts } from './prompts.ts'

/** A tool as `tools/list` shows it. */
export interface ToolDefinition {
  name: string
  title: string
  description: string
  inputSchema: { type: 'object'; [key: string]: unknown }
  outputSchema?: { type: 'object'; [key: string]: unknown }
  annotations: Annotations
}

/** All tools as data, written by the build beside the program. */
export interface Catalog {
  tools: (ToolDefinition & Pick<Tool, 'toolset' | 'needs'>)[]
  /** Tools for which there are resource templates. */
  templateTools: string[]
  /** The versions of the protocol with a handshake, newest first. */
  versions: string[]
}

/** The catalog of this build; none where the program runs from its source. */
export async function readCatalog(): Promise<Catalog | undefined> {
  try {
    return JSON.parse(await readFile(new URL('./catalog.json', import.meta.url), 'utf8'))
  } catch {
    return undefined
  }
}

type Named = readonly Pick<Tool, 'name'>[]

/** What the server tells of itself, whichever part of it is asked. */
export function introduction(tools: Named, templateTools: readonly string[]) {
  const templates = tools.some(({ name }) => templateTools.includes(name))
  const prompts = offeredPrompts(tools).length > 0
  return {
    serverInfo: { name: 'apify-agent-tools', title: 'Apify', version: VERSION },
    capabilities: {
      tools: {},
      ...(templates && { resources: {} }),
      ...(prompts && { prompts: {} }),
      ...((templates || prompts) && { completions: {} }),
    },
    instructions: instructions(tools),
  }
}
